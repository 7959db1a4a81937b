package dev.adjoint.control;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.transform.Linearization;

/** What an operation of many inputs and results does with lists of them, and with those at some positions. */
final class TensorLists {

  private TensorLists() {}

  static List<TensorType> types(List<Tensor> tensors) {
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

  /** The tensors at some positions. */
  static List<Tensor> at(List<Integer> positions, List<Tensor> all) {
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
