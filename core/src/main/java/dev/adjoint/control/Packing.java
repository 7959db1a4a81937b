package dev.adjoint.control;

import java.util.List;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.Loops;
import dev.adjoint.array.NdArray;

/**
 * Several tensors one after another as one vector, because an operation has one result. Of mixed element types it is FLOAT64, which
 * holds every other exactly.
 */
final class Packing {
  private final List<TensorType> parts;
  private final DType dtype;
  private final int[] offsets;

  Packing(List<TensorType> parts) {
    this.parts = List.copyOf(parts);
    var dtypes = parts.stream().map(TensorType::dtype).distinct().toList();
    this.dtype = dtypes.size() == 1 ? dtypes.getFirst() : DType.FLOAT64;
    this.offsets = new int[parts.size() + 1];
    for (int i = 0; i < parts.size(); i++) {
      offsets[i + 1] = Shape.of(0).with(0, (long) offsets[i] + parts.get(i).shape().size()).dim(0);
    }
  }

  TensorType type() {
    return new TensorType(dtype, Shape.of(offsets[parts.size()]));
  }

  /** The parts of a vector. */
  List<Tensor> unpack(Tensor packed) {
    return IntStream.range(0, parts.size()).mapToObj(i -> packed.slice(0, offsets[i], offsets[i + 1])
        .reshape(parts.get(i).shape()).cast(parts.get(i).dtype())).toList();
  }

  /** A vector of parts. */
  Tensor pack(List<Tensor> values) {
    return concat(0, values.stream().map(Tensor::flatten).toList());
  }

  /** Vectors of parts, each with the examples of a batch along its first axis. */
  Tensor packAll(List<Tensor> values, int examples) {
    return concat(1, IntStream.range(0, parts.size())
        .mapToObj(i -> values.get(i).reshape(examples, parts.get(i).shape().size())).toList());
  }

  private Tensor concat(int axis, List<Tensor> flat) {
    return Tensor.concat(axis, flat.stream().map(x -> x.cast(dtype)).toArray(Tensor[]::new));
  }

  /** Writes the t-th piece of part i, of which all pieces have the size of this one. */
  @SuppressWarnings("SuspiciousSystemArraycopy") // arrays of one element type, whichever it is
  void put(NdArray piece, NdArray packed, int i, int t) {
    var cast = piece;
    if (piece.dtype() != dtype) {
      cast = NdArray.allocate(piece.type().with(dtype));
      Loops.cast(piece, cast);
    }
    System.arraycopy(cast.storage(), 0, packed.storage(), offsets[i] + t * piece.size(), piece.size());
  }

  /** The t-th element along the first axis. */
  @SuppressWarnings("SuspiciousSystemArraycopy") // arrays of one element type, whichever it is
  static NdArray element(NdArray sequence, int t) {
    var element = NdArray.allocate(sequence.type().with(sequence.shape().without(0)));
    System.arraycopy(sequence.storage(), t * element.size(), element.storage(), 0, element.size());
    return element;
  }

  /** The directions of some parts among all, the others 0, as one vector. */
  Tensor packTangents(List<Integer> positions, List<Tensor> tangents) {
    return pack(TensorLists.with(parts.stream().map(Tensor::zeros).toList(), positions, tangents));
  }
}
