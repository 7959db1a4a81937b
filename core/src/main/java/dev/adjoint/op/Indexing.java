package dev.adjoint.op;

import java.util.List;
import java.util.stream.IntStream;

import dev.adjoint.Batch;
import dev.adjoint.DType;
import dev.adjoint.Op;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.Lookup;
import dev.adjoint.array.NdArray;
import dev.adjoint.array.StridedCopies;
import dev.adjoint.internal.Message;

/**
 * Reading and adding at positions that are data themselves: INT32 tensors of indices from 0. An index outside of its axis is
 * an error that names it. Implemented by {@link Tensor} alone.
 */
public interface Indexing {

  /**
   * y[…, k, …] = x[…, index[k], …] along an axis: the rows of a table in the order of the index. The index may have any shape, which
   * takes the place of the axis. NumPy's {@code take}, PyTorch's {@code index_select}.
   */
  default Tensor indexSelect(int axis, Tensor index) {
    var x = (Tensor) this;
    return Tensor.apply(new IndexSelect(x.shape().axis("indexSelect", axis)), x, index);
  }

  /**
   * ∇x[…, index[k], …] = Σ ∇y[…, k, …] over the k that read it.
   *
   * @param axis the axis looked up in
   */
  record IndexSelect(int axis) implements Op.Binary, Op.Linear, Op.Batching {
    @Override
    public String vanishes() {
      return "where no index points";
    }

    @Override
    public TensorType type(TensorType x, TensorType index) {
      index.require(name(), DType.INT32);
      return x.with(selected(x.shape(), index.shape(), axis));
    }

    @Override
    public void compute(NdArray x, NdArray index, NdArray y) {
      Lookup.indexSelect(x, index, axis, y);
    }

    @Override
    public Tensor gradLeft(Tensor x, Tensor index, Tensor y, Tensor dy) {
      return Tensor.zeros(x.type()).indexAdd(axis, index, dy);
    }

    @Override
    public Tensor gradRight(Tensor x, Tensor index, Tensor y, Tensor dy) {
      throw new AssertionError("an index is never tracked");
    }

    @Override
    public Tensor batch(Batch x) {
      if (!x.differs(1)) {
        return x.get(0).indexSelect(axis + 1, x.get(1));
      }
      if (!x.differs(0)) {
        return toFront(axis, x.get(0).indexSelect(axis, x.get(1))); // [n, b, k, m] → [b, n, k, m]
      }
      var y = x.get(0).gather(axis + 1, spread(x.get(1), x.example(0), axis));
      return y.reshape(selected(x.example(0), x.example(1), axis).insert(0, x.size()));
    }

    private static Tensor toFront(int axis, Tensor x) {
      return x.permute(IntStream.range(0, x.shape().rank())
          .map(a -> a == 0 ? axis : a <= axis ? a - 1 : a).toArray());
    }
  }

  private static Shape selected(Shape x, Shape index, int axis) {
    return x.slice(0, axis).concat(index).concat(x.slice(axis + 1, x.rank()));
  }

  /** Each example's indices for every place beside the axis, as gather wants them: [b, k] → [b, n, k, m] for x of [n, ·, m]. */
  private static Tensor spread(Tensor index, Shape x, int axis) {
    int b = index.shape().dim(0);
    int k = index.shape().without(0).size();
    var alone = Shape.of(IntStream.range(0, x.rank()).map(a -> a == axis ? k : 1).toArray()).insert(0, b);
    return index.reshape(alone).broadcastTo(x.with(axis, k).insert(0, b));
  }

  /**
   * y = x, and y[…, index[k], …] += source[…, k, …] along an axis; positions may repeat. NumPy's {@code add.at}, PyTorch's
   * {@code index_add}.
   */
  default Tensor indexAdd(int axis, Tensor index, Tensor source) {
    var x = (Tensor) this;
    return Tensor.apply(new IndexAdd(x.shape().axis("indexAdd", axis)), List.of(x, index, source));
  }

  /**
   * ∇x = ∇y, ∇source = ∇y read at the index.
   *
   * @param axis the axis added along
   */
  record IndexAdd(int axis) implements Op.Nary, Op.Linear, Op.Batching {
    @Override
    public TensorType type(List<TensorType> in) {
      var x = in.get(0).requireNumbers(name());
      var index = in.get(1).require(name(), DType.INT32);
      var needed = x.with(selected(x.shape(), index.shape(), axis));
      if (!in.get(2).equals(needed)) {
        throw Message.illegal(name(), "adding along axis %d of %s at indices %s needs %s, got %s", axis, x, index,
            needed,
            in.get(2));
      }
      return x;
    }

    @Override
    public void compute(List<NdArray> in, NdArray y) {
      Lookup.indexAdd(in.get(0), in.get(1), in.get(2), axis, y);
    }

    @Override
    public List<Tensor> grads(List<Integer> wanted, List<Tensor> in, Tensor y, Tensor dy) {
      return wanted.stream().map(i -> i == 0 ? dy : dy.indexSelect(axis, in.get(1))).toList();
    }

    @Override
    public Tensor batch(Batch x) {
      if (!x.differs(1)) {
        return x.repeated(0).indexAdd(axis + 1, x.get(1), x.repeated(2));
      }
      var index = spread(x.get(1), x.example(0), axis);
      return x.repeated(0).scatterAdd(axis + 1, index, x.repeated(2).reshape(index.shape()));
    }
  }

  /**
   * y[i, k, j] = x[i, index[i, k, j], j], where k runs along the axis: each place has an index of its own. The index has x's
   * shape but for the axis. NumPy's {@code take_along_axis}, PyTorch's {@code gather}.
   */
  default Tensor gather(int axis, Tensor index) {
    var x = (Tensor) this;
    return Tensor.apply(new Gather(x.shape().axis("gather", axis)), x, index);
  }

  /**
   * ∇x[i, index[i, k, j], j] = Σ ∇y[i, k, j] over the k that read it.
   *
   * @param axis the axis looked up in
   */
  record Gather(int axis) implements Op.Binary, Op.Linear, Op.Batching {
    @Override
    public String vanishes() {
      return "where no index points";
    }

    @Override
    public TensorType type(TensorType x, TensorType index) {
      requireSameBut(name(), x, index.require(name(), DType.INT32), axis);
      return x.with(index.shape());
    }

    @Override
    public void compute(NdArray x, NdArray index, NdArray y) {
      Lookup.gather(x, index, axis, y);
    }

    @Override
    public Tensor gradLeft(Tensor x, Tensor index, Tensor y, Tensor dy) {
      return Tensor.zeros(x.type()).scatterAdd(axis, index, dy);
    }

    @Override
    public Tensor gradRight(Tensor x, Tensor index, Tensor y, Tensor dy) {
      throw new AssertionError("an index is never tracked");
    }

    @Override
    public Tensor batch(Batch x) {
      return x.repeated(0).gather(axis + 1, x.repeated(1));
    }
  }

  private static void requireSameBut(String operation, TensorType x, TensorType index, int axis) {
    if (x.shape().rank() != index.shape().rank() || !x.shape().with(axis, 1).equals(index.shape().with(axis, 1))) {
      throw Message.illegal(operation, "%s and indices %s must agree in all axes but %d", x, index, axis);
    }
  }

  /**
   * y = x, and y[i, index[i, k, j], j] += source[i, k, j], where k runs along the axis; positions may repeat. NumPy's {@code add.at},
   * PyTorch's {@code scatter_add}.
   */
  default Tensor scatterAdd(int axis, Tensor index, Tensor source) {
    var x = (Tensor) this;
    return Tensor.apply(new ScatterAdd(x.shape().axis("scatterAdd", axis)), List.of(x, index, source));
  }

  /**
   * ∇x = ∇y, ∇source = ∇y gathered at the index.
   *
   * @param axis the axis added along
   */
  record ScatterAdd(int axis) implements Op.Nary, Op.Linear, Op.Batching {
    @Override
    public TensorType type(List<TensorType> in) {
      var x = in.get(0).requireNumbers(name());
      var index = in.get(1).require(name(), DType.INT32);
      requireSameBut(name(), x, index, axis);
      if (!in.get(2).equals(x.with(index.shape()))) {
        throw Message.illegal(name(), "indices %s need %s to add, got %s", index, x.with(index.shape()), in.get(2));
      }
      return x;
    }

    @Override
    public void compute(List<NdArray> in, NdArray y) {
      Lookup.scatterAdd(in.get(0), in.get(1), in.get(2), axis, y);
    }

    @Override
    public List<Tensor> grads(List<Integer> wanted, List<Tensor> in, Tensor y, Tensor dy) {
      return wanted.stream().map(i -> i == 0 ? dy : dy.gather(axis, in.get(1))).toList();
    }

    @Override
    public Tensor batch(Batch x) {
      return x.repeated(0).scatterAdd(axis + 1, x.repeated(1), x.repeated(2));
    }
  }

  /** INT32 labels as rows of FLOAT64: 1 at the label, else 0; one axis more, of the number of classes. PyTorch's {@code one_hot}. */
  default Tensor oneHot(int classes) {
    return oneHot(classes, DType.FLOAT64);
  }

  /** INT32 labels as rows of the given element type: 1 at the label, else 0; one axis more, of the number of classes. */
  default Tensor oneHot(int classes, DType dtype) {
    return Tensor.apply(new OneHot(classes, dtype, "oneHot", "classes"), (Tensor) this);
  }

  /**
   * Labels as rows of zeros and a one.
   *
   * @param classes the length of a row
   * @param dtype the element type of a row
   * @param operation what the user called, for errors
   * @param columns what a row is made of there
   */
  record OneHot(int classes, DType dtype, String operation, String columns) implements Op.Discrete.Unary, Op.LastAxes {
    @Override
    public TensorType type(TensorType labels) {
      labels.require(name(), DType.INT32);
      return new TensorType(dtype, labels.shape().insert(-1, classes));
    }

    @Override
    public void compute(NdArray labels, NdArray y) {
      Lookup.oneHot(labels, y, operation, columns);
    }
  }

  /**
   * How many of these INT32 labels are 0, 1, …: [length] as INT32. NumPy's and PyTorch's {@code bincount}, but for the length, which they find
   * in the values.
   *
   * @param length more than any label
   */
  default Tensor bincount(int length) {
    var labels = (Tensor) this;
    return labels.bincount(length, Tensor.ones(labels.type().require("bincount", DType.INT32)));
  }

  /**
   * The sum of the weights of the INT32 labels that are 0, 1, …: [length].
   *
   * @param weights one for each label
   */
  default Tensor bincount(int length, Tensor weights) {
    var labels = (Tensor) this;
    return weights.flatten().segmentSum(labels.flatten(), length);
  }

  /**
   * y[s] = Σ x[i] over the i with ids[i] = s: the sums of rows of segments, for rows of any shape. JAX's and TensorFlow's {@code segment_sum}; in
   * NumPy {@code add.at}, in PyTorch {@code index_add}.
   *
   * @param ids INT32, for each row the segment it belongs to, in any order
   * @param segments how many there are; one without rows has sum 0
   */
  default Tensor segmentSum(Tensor ids, int segments) {
    var x = (Tensor) this;
    x.shape().axis("segmentSum", 0);
    return Tensor.zeros(x.type().with(x.shape().with(0, segments))).indexAdd(0, ids, x);
  }

  /**
   * y[s] = Σ x[i] / n over the n rows i with ids[i] = s; 0 for a segment without rows.
   *
   * @param ids INT32, for each row the segment it belongs to, in any order
   * @param segments how many there are
   */
  default Tensor segmentMean(Tensor ids, int segments) {
    var x = (Tensor) this;
    var rows = ids.bincount(segments).maximum(1).cast(x.type().requireFloating("segmentMean").dtype());
    return segmentSum(ids, segments)
        .div(rows.reshape(x.shape().keeping(x.shape().axes("segmentMean")).with(0, segments)));
  }

  /**
   * For each value, how many elements of this are smaller: where it would be put so that these, which rise along the last axis, stay in
   * order. [n] takes values of any shape, [b, n] takes [b, m]. NaN is larger than every number. NumPy's and PyTorch's {@code searchsorted}.
   *
   * @return INT32, of the shape of the values
   */
  default Tensor searchSorted(Tensor values) {
    return searchSorted(values, false);
  }

  /**
   * The same, or how many elements are not larger.
   *
   * @param right whether a value is put behind those that are equal to it, not in front of them
   */
  default Tensor searchSorted(Tensor values, boolean right) {
    var x = (Tensor) this;
    return x.shape().rank() == 1
        ? Tensor.apply(new SearchSorted(right), x, values.flatten()).reshape(values.shape())
        : Tensor.apply(new SearchSorted(right), x, values);
  }

  /**
   * Places in rising rows.
   *
   * @param right whether a value is put behind those that are equal to it
   */
  record SearchSorted(boolean right) implements Op.Discrete.Binary, Op.LastAxes {
    @Override
    public TensorType type(TensorType x, TensorType values) {
      if (x.shape().rank() == 0 || values.shape().rank() != x.shape().rank()
          || !x.shape().without(-1).equals(values.shape().without(-1))) {
        throw Message.illegal(name(), "rows %s need values that agree with them in all axes but the last, got %s",
            x.shape(), values);
      }
      if (x.requireNumbers(name()).dtype() != values.dtype()) {
        throw x.elementsDiffer(name(), values);
      }
      return values.with(DType.INT32);
    }

    @Override
    public void compute(NdArray x, NdArray values, NdArray y) {
      Lookup.searchSorted(x, values, right, y);
    }
  }

  /**
   * The positions of the elements that are not 0, or that are true, in row-major order: [n, rank] as INT32, one row for each. NumPy's {@code
   * argwhere}, PyTorch's {@code nonzero}. How many there are depends on the values, so this tensor must have them: in a program, or under
   * vmap, use {@code where}, {@code count} or {@code argsort}.
   *
   * @throws IllegalStateException if this tensor has no values yet
   */
  default Tensor nonzero() {
    var x = (Tensor) this;
    if (x.isSymbolic()) {
      throw Message.state("nonzero",
          "how many elements of %s are not 0 is not known before its values are; in a program use where, count or argsort",
          x.type());
    }
    return Tensor.of(Lookup.nonzero(x.value()));
  }

  /** The main diagonal of a matrix, or of each matrix in a batch: [n, m] → [min(n, m)]. NumPy's and PyTorch's {@code diagonal}. */
  default Tensor diagonal() {
    return Tensor.apply(new Diagonal(), (Tensor) this);
  }

  /** ∇X = ∇y on the diagonal of zeros. */
  record Diagonal() implements Op.Unary, Op.Linear, Op.LastAxes {
    @Override
    public TensorType type(TensorType x) {
      if (x.shape().rank() < 2) {
        throw Message.illegal(name(), "needs a matrix, got %s", x);
      }
      return x.with(x.shape().without(-1).with(-1, Math.min(x.shape().dim(-1), x.shape().dim(-2))));
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      StridedCopies.gather(x, 0, diagonalStrides(x.shape()), y);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return Tensor.apply(new OnDiagonal(x.shape().dim(-2), x.shape().dim(-1)), dy);
    }
  }

  private static int[] diagonalStrides(Shape matrix) {
    int[] strides = java.util.Arrays.copyOf(matrix.strides(), matrix.rank() - 1);
    strides[matrix.rank() - 2]++;
    return strides;
  }

  /** A matrix, or a batch of them, with 0 above the main diagonal. NumPy's and PyTorch's {@code tril}. */
  default Tensor tril() {
    return tril(0);
  }

  /**
   * y[…, i, j] = x[…, i, j] where j ≤ i + k, else 0.
   *
   * @param diagonal k: 1 keeps the diagonal above the main one too, −1 leaves the main one out
   */
  default Tensor tril(int diagonal) {
    var x = (Tensor) this;
    return below("tril", x, diagonal).where(x, 0);
  }

  /** A matrix, or a batch of them, with 0 below the main diagonal. NumPy's and PyTorch's {@code triu}. */
  default Tensor triu() {
    return triu(0);
  }

  /**
   * y[…, i, j] = x[…, i, j] where j ≥ i + k, else 0.
   *
   * @param diagonal k: 1 leaves the main diagonal out, −1 keeps the one below it too
   */
  default Tensor triu(int diagonal) {
    var x = (Tensor) this;
    return below("triu", x, Math.max(diagonal, -Integer.MAX_VALUE) - 1).where(0, x);
  }

  /** Where j ≤ i + k, for the last two axes of x. */
  private static Tensor below(String operation, Tensor x, int k) {
    if (x.shape().rank() < 2) {
      throw Message.illegal(operation, "needs a matrix, got %s", x.type());
    }
    int n = x.shape().dim(-2);
    int m = x.shape().dim(-1);
    var rows = Tensor.arange(0, n).expandDims(1); // [n, 1]
    return Tensor.arange(0, m).lessOrEqual(rows.add(Math.clamp(k, -n - 1, m))); // [m] ≤ [n, 1] → [n, m]
  }

  /**
   * A square matrix, or a batch of them, with these elements on the main diagonal and 0 elsewhere: [n] → [n, n]. NumPy's {@code diag},
   * PyTorch's {@code diag_embed}.
   */
  default Tensor diagonalMatrix() {
    var shape = ((Tensor) this).shape();
    int n = shape.dim(shape.axis("diagonalMatrix", -1));
    return Tensor.apply(new OnDiagonal(n, n), (Tensor) this);
  }

  /**
   * Puts a vector on the diagonal of a matrix of zeros. ∇x = the diagonal of ∇Y.
   *
   * @param rows of the matrix
   * @param columns of the matrix
   */
  record OnDiagonal(int rows, int columns) implements Op.Unary, Op.Linear, Op.LastAxes {
    @Override
    public TensorType type(TensorType x) {
      return x.with(x.shape().with(-1, rows).insert(-1, columns));
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      StridedCopies.scatter(x, 0, diagonalStrides(y.shape()), y);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.diagonal();
    }
  }
}
