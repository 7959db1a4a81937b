package dev.adjoint.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import dev.adjoint.array.StridedCopies;
import dev.adjoint.transform.Linearization;

/** What an operation of many inputs and results does with lists of them, and with those at some positions. */
final class TensorLists {

  private TensorLists() {}

  static List<TensorType> typesOf(List<Tensor> tensors) {
    return tensors.stream().map(Tensor::type).toList();
  }

  /** Some lists, one after another. */
  @SafeVarargs
  static <T> List<T> join(List<T>... lists) {
    var all = new ArrayList<T>();
    for (var list : lists) {
      all.addAll(list);
    }
    return all;
  }

  /** A list in parts of some sizes, one after another. */
  static List<List<Tensor>> cut(List<Tensor> all, int... sizes) {
    var parts = new ArrayList<List<Tensor>>();
    int at = 0;
    for (int size : sizes) {
      parts.add(all.subList(at, at + size));
      at += size;
    }
    return parts;
  }

  /** What is at some positions. */
  static <T> List<T> at(List<Integer> positions, List<T> all) {
    return positions.stream().map(all::get).toList();
  }

  /** A list with the tensors at some positions replaced. */
  static List<Tensor> with(List<Tensor> all, List<Integer> positions, List<Tensor> others) {
    var result = new ArrayList<>(all);
    for (int k = 0; k < positions.size(); k++) {
      result.set(positions.get(k), others.get(k));
    }
    return result;
  }

  /** The positions of the results that have a gradient. */
  static List<Integer> used(List<Optional<Tensor>> gradients) {
    return IntStream.range(0, gradients.size()).filter(j -> gradients.get(j).isPresent()).boxed().toList();
  }

  /** The gradients that are there. */
  static List<Tensor> given(List<Optional<Tensor>> gradients) {
    return gradients.stream().flatMap(Optional::stream).toList();
  }

  /** Some arrays into others. */
  static void copy(List<NdArray> from, List<NdArray> to) {
    for (int i = 0; i < to.size(); i++) {
      StridedCopies.copy(from.get(i), to.get(i));
    }
  }

  /** The positions of those that can be differentiated by. */
  static List<Integer> floating(List<TensorType> types) {
    return IntStream.range(0, types.size()).filter(i -> types.get(i).dtype().isFloating()).boxed().toList();
  }

  /** f at a point, as a function of the inputs at some positions alone, to the results at some. */
  static Linearization<List<Tensor>, List<Tensor>> linearize(UnaryOperator<List<Tensor>> f, List<Integer> results,
      List<Integer> by, List<Tensor> point) {
    return Linearization.of(moved -> at(results, f.apply(with(point, by, moved))), at(by, point));
  }
}
