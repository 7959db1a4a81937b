package dev.adjoint.op;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.adjoint.Batch;
import dev.adjoint.Op;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import dev.adjoint.array.StridedCopies;
import dev.adjoint.internal.Message;

/**
 * The same elements in another shape or order: for every element type. Reshaping, transposing a matrix and broadcasting move
 * nothing until somebody needs the elements in their new place. Implemented by {@link Tensor} alone.
 */
public interface Movement {

  /**
   * The elements in row-major order in another shape; one size may be −1, which is then what is left. NumPy's and PyTorch's
   * {@code reshape}.
   */
  default Tensor reshape(int... dims) {
    var x = (Tensor) this;
    int open = Arrays.stream(dims).boxed().toList().indexOf(-1);
    if (open < 0) {
      return reshape(Shape.of(dims));
    }
    if (Arrays.stream(dims).filter(dim -> dim == -1).count() > 1) {
      throw Message.illegal("reshape", "only one size may be −1: %s", Arrays.toString(dims));
    }
    int[] known = dims.clone();
    known[open] = 1;
    int rest = Shape.of(known).size();
    if (rest == 0 || x.size() % rest != 0) {
      throw Message.illegal("reshape", "cannot infer −1 of %s for the %d elements of %s", Arrays.toString(dims),
          x.size(), x.shape());
    }
    known[open] = x.size() / rest;
    return reshape(Shape.of(known));
  }

  /** The elements in row-major order in another shape. */
  default Tensor reshape(Shape shape) {
    var x = (Tensor) this;
    return x.shape().equals(shape) ? x : Tensor.apply(new Reshape(shape), x);
  }

  /**
   * ∇x = ∇y in the shape of x.
   *
   * @param shape the shape of y
   */
  record Reshape(Shape shape) implements Op.View, Op.Linear, Op.Batching {
    @Override
    public TensorType type(TensorType x) {
      if (x.shape().size() != shape.size()) {
        throw Message.illegal(name(), "%s has %d elements, %s has %d", x.shape(), x.shape().size(), shape,
            shape.size());
      }
      return x.with(shape);
    }

    @Override
    public NdArray view(NdArray x, TensorType y) {
      return x.reshaped(shape);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.reshape(x.shape());
    }

    @Override
    public Tensor batch(Batch x) {
      return x.get(0).reshape(shape.insert(0, x.size()));
    }
  }

  /** All elements along one axis. NumPy's {@code ravel}, PyTorch's {@code flatten}. */
  default Tensor flatten() {
    return reshape(Shape.of(((Tensor) this).size()));
  }

  /** The axes from {@code axis} on as one: a batch of images [n, h, w] becomes [n, h·w] with {@code flatten(1)}. */
  default Tensor flatten(int axis) {
    var shape = ((Tensor) this).shape();
    int from = shape.axis("flatten", axis);
    return reshape(shape.slice(0, from).insert(from, shape.slice(from, shape.rank()).size()));
  }

  /** With a new axis of size 1 in front of {@code axis}; −1 puts it last. NumPy's {@code expand_dims}, PyTorch's {@code unsqueeze}. */
  default Tensor expandDims(int axis) {
    var shape = ((Tensor) this).shape();
    return reshape(shape.insert(shape.place("expandDims", axis), 1));
  }

  /** Without the given axes, which must have size 1; without any, without all that have. NumPy's and PyTorch's {@code squeeze}. */
  default Tensor squeeze(int... axes) {
    var shape = ((Tensor) this).shape();
    var over = axes.length == 0
        ? IntStream.range(0, shape.rank()).filter(a -> shape.dim(a) == 1).boxed().toList()
        : shape.axes("squeeze", axes);
    for (int axis : over) {
      if (shape.dim(axis) != 1) {
        throw Message.illegal("squeeze", "axis %d of %s has size %d, not 1", axis, shape, shape.dim(axis));
      }
    }
    return reshape(shape.without(over));
  }

  /**
   * The transpose of a matrix, or of each matrix in a batch: the last two axes exchanged. NumPy's {@code matrix_transpose}, PyTorch's
   * {@code mT}.
   */
  default Tensor transpose() {
    return Tensor.apply(new Transpose(), (Tensor) this);
  }

  /** ∇X = (∇Y)ᵀ. */
  record Transpose() implements Op.View, Op.Linear, Op.LastAxes {
    @Override
    public TensorType type(TensorType x) {
      int rank = x.shape().rank();
      if (rank < 2) {
        throw Message.illegal(name(), "needs a matrix, got %s; a vector becomes one with expandDims", x);
      }
      return x.with(x.shape().transposed());
    }

    @Override
    public NdArray view(NdArray x, TensorType y) {
      return x.transposed();
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.transpose();
    }
  }

  /**
   * The axes in another order: axis a of the result is axis {@code axes[a]} of this. NumPy's {@code transpose}, PyTorch's
   * {@code permute}.
   */
  default Tensor permute(int... axes) {
    var x = (Tensor) this;
    int rank = x.shape().rank();
    if (axes.length != rank || x.shape().axes("permute", axes).size() != rank) {
      throw Message.illegal("permute", "%s does not name each axis of %s once", Arrays.toString(axes), x.shape());
    }
    int[] order = Arrays.stream(axes).map(a -> x.shape().axis("permute", a)).toArray();
    int[] identity = IntStream.range(0, rank).toArray();
    if (Arrays.equals(order, identity)) {
      return x;
    }
    int[] swapped = identity.clone();
    if (rank >= 2) {
      swapped[rank - 1] = rank - 2;
      swapped[rank - 2] = rank - 1;
    }
    return Arrays.equals(order, swapped)
        ? x.transpose()
        : Tensor.apply(new Permute(Arrays.stream(order).boxed().toList()), x);
  }

  /** With two axes exchanged. NumPy's and PyTorch's {@code swapaxes}. */
  default Tensor swapAxes(int a, int b) {
    var shape = ((Tensor) this).shape();
    int[] order = IntStream.range(0, shape.rank()).toArray();
    int first = shape.axis("swapAxes", a);
    int second = shape.axis("swapAxes", b);
    order[first] = second;
    order[second] = first;
    return permute(order);
  }

  /**
   * ∇x = ∇y with the axes back in their places.
   *
   * @param order for each axis of y, the axis of x
   */
  record Permute(List<Integer> order) implements Op.Unary, Op.Linear, Op.Batching {
    @Override
    public TensorType type(TensorType x) {
      return x.with(Shape.of(order.stream().mapToInt(x.shape()::dim).toArray()));
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      int[] strides = x.shape().strides();
      StridedCopies.gather(x, 0, order.stream().mapToInt(a -> strides[a]).toArray(), y);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.permute(IntStream.range(0, order.size()).map(order::indexOf).toArray());
    }

    @Override
    public Tensor batch(Batch x) {
      return x.get(0)
          .permute(IntStream.range(0, order.size() + 1).map(a -> a == 0 ? 0 : order.get(a - 1) + 1).toArray());
    }
  }

  /** Repeated to a larger shape by NumPy's rule. NumPy's and PyTorch's {@code broadcast_to}. */
  default Tensor broadcastTo(Shape shape) {
    var x = (Tensor) this;
    return x.shape().equals(shape) ? x : Tensor.apply(new BroadcastTo(shape), x);
  }

  /** Repeated to a larger shape by NumPy's rule. */
  default Tensor broadcastTo(int... dims) {
    return broadcastTo(Shape.of(dims));
  }

  /**
   * ∇x = Σ of ∇y over the copies.
   *
   * @param shape the shape of y
   */
  record BroadcastTo(Shape shape) implements Op.View, Op.Linear, Op.Batching {
    @Override
    public TensorType type(TensorType x) {
      if (!x.shape().broadcastsTo(shape)) {
        throw Message.illegal(name(), "%s does not broadcast to %s", x.shape(), shape);
      }
      return x.with(shape);
    }

    @Override
    public NdArray view(NdArray x, TensorType y) {
      return x.broadcast(shape);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.sumTo(x.shape());
    }

    @Override
    public Tensor batch(Batch x) {
      return x.aligned(0, shape.rank()).broadcastTo(shape.insert(0, x.size()));
    }
  }

  /**
   * Each element {@code times} times in a row along an axis: 1 2 becomes 1 1 2 2. NumPy's {@code repeat}, PyTorch's
   * {@code repeat_interleave}.
   */
  default Tensor repeat(int axis, int times) {
    var x = (Tensor) this;
    int a = x.shape().axis("repeat", axis);
    return expandDims(a + 1).broadcastTo(x.shape().insert(a + 1, times))
        .reshape(x.shape().with(a, (long) x.shape().dim(a) * times));
  }

  /** The whole tensor {@code times} times in a row along an axis: 1 2 becomes 1 2 1 2. NumPy's and PyTorch's {@code tile}. */
  default Tensor tile(int axis, int times) {
    var x = (Tensor) this;
    int a = x.shape().axis("tile", axis);
    return expandDims(a).broadcastTo(x.shape().insert(a, times))
        .reshape(x.shape().with(a, (long) x.shape().dim(a) * times));
  }
}
