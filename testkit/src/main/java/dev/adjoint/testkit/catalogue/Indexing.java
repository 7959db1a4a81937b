package dev.adjoint.testkit.catalogue;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.op.Axes;

import static dev.adjoint.DType.INT32;
import static dev.adjoint.testkit.catalogue.Arguments.axis;
import static dev.adjoint.testkit.catalogue.Arguments.indices;
import static dev.adjoint.testkit.catalogue.Arguments.list;
import static dev.adjoint.testkit.catalogue.Arguments.source;
import static dev.adjoint.testkit.catalogue.Domains.haveOneLargest;
import static dev.adjoint.testkit.catalogue.Domains.isBelow;
import static dev.adjoint.testkit.catalogue.Kinds.binary;
import static dev.adjoint.testkit.catalogue.Kinds.call;
import static dev.adjoint.testkit.catalogue.Kinds.unary;
import static dev.adjoint.testkit.catalogue.Types.floatingVector;
import static dev.adjoint.testkit.catalogue.Types.vectorOfElements;

/** Reading and adding at positions that are data themselves. */
final class Indexing {
  private Indexing() {}

  static Stream<Operation> operations() {
    return Stream.concat(atAnyPositions(), atComputedPositions());
  }

  private static Stream<Operation> atAnyPositions() {
    return Stream.of( //
        unary("indexSelect", Types::vectorOfElements, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          int[] index = indices(random.nextInt(1, 4), x.getFirst().shape().dim(axis), random);
          return call(op, "$0.indexSelect(" + axis + ", Tensor.of(new int[]{" + list(index) + "}))",
              in -> in.get(0).indexSelect(axis, Tensor.of(index)), Domains::everywhere);
        }), //
        binary("indexSelect", x -> vectorOfElements(x) && x.get(1).dtype() == INT32, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          return call(op, "$0.indexSelect(" + axis + ", $1)", in -> in.get(0).indexSelect(axis, in.get(1)),
              in -> isBelow(in.get(0).shape().dim(axis), in.get(1)));
        }), //
        binary("indexAdd", Types::floatingAlike, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          int n = x.getFirst().shape().dim(axis);
          int[] index = indices(x.get(1).shape().dim(axis), Math.max(n, 1), random);
          return call(op, "$0.indexAdd(" + axis + ", Tensor.of(new int[]{" + list(index) + "}), $1)",
              in -> in.get(0).indexAdd(axis, Tensor.of(index), in.get(1)), Domains::everywhere);
        }), //
        unary("gather", Types::vectorOfElements, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          var shape = x.getFirst().shape().with(axis, random.nextInt(1, 4));
          int[] index = indices(shape.size(), x.getFirst().shape().dim(axis), random);
          return call(op, "$0.gather(" + axis + ", Tensor.of(" + source(shape) + ", new int[]{" + list(index) + "}))",
              in -> in.get(0).gather(axis, Tensor.of(shape, index)), Domains::everywhere);
        }), //
        binary("scatterAdd", Types::floatingAlike, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          var shape = x.get(1).shape();
          int[] index = indices(shape.size(), Math.max(x.getFirst().shape().dim(axis), 1), random);
          return call(op,
              "$0.scatterAdd(" + axis + ", Tensor.of(" + source(shape) + ", new int[]{" + list(index) + "}), $1)",
              in -> in.get(0).scatterAdd(axis, Tensor.of(shape, index), in.get(1)), Domains::everywhere);
        }), //
        unary("tril", Types::matrix, Indexing::triangle), //
        unary("triu", Types::matrix, Indexing::triangle), //
        unary("segmentSum", Types::floatingVector, (op, x, random) -> segments(op, x, random, Tensor::segmentSum)), //
        unary("segmentMean", Types::floatingVector, (op, x, random) -> segments(op, x, random, Tensor::segmentMean)), //
        unary("bincount", x -> x.getFirst().dtype() == INT32,
            (op, x, random) -> call(op, "$0.bincount(4)", in -> in.get(0).bincount(4), in -> isBelow(4, in.get(0))))
            .discrete("labels are whole numbers"), //
        unary("searchSorted", Types::floatingVector,
            (op, x, random) -> call(op, "$0.sort(-1).searchSorted($0, true)",
                in -> in.get(0).sort(-1).searchSorted(in.get(0), true), in -> Ordering.areApart(in.get(0), -1)))
            .discrete("a position jumps"), //
        unary("oneHot", x -> x.getFirst().dtype() == INT32,
            (op, x, random) -> call(op, "$0.oneHot(4)", in -> in.get(0).oneHot(4), in -> isBelow(4, in.get(0))))
            .discrete("labels are whole numbers"), //
        unary("diagonal", Types::matrix, (op, x, random) -> call(op, "$0.diagonal()", in -> in.get(0).diagonal(),
            Domains::everywhere)), //
        unary("diagonalMatrix", Types::vector,
            (op, x, random) -> call(op, "$0.diagonalMatrix()", in -> in.get(0).diagonalMatrix(),
                Domains::everywhere)));
  }

  private static Call triangle(Operation op, List<TensorType> x, Random random) {
    int k = random.nextInt(-2, 3);
    return call(op, "$0." + op.name() + "(" + k + ")",
        in -> op.name().equals("tril") ? in.get(0).tril(k) : in.get(0).triu(k), Domains::everywhere);
  }

  private interface BySegments {
    Tensor apply(Tensor x, Tensor ids, int segments);
  }

  private static Call segments(Operation op, List<TensorType> x, Random random, BySegments f) {
    int[] ids = indices(x.getFirst().shape().dim(0), 3, random);
    return call(op, "$0." + op.name() + "(Tensor.of(new int[]{" + list(ids) + "}), 3)",
        in -> f.apply(in.get(0), Tensor.of(ids), 3), Domains::everywhere);
  }

  private interface ByPositions {
    Tensor apply(Tensor x, int axis, Tensor positions);
  }

  /**
   * What looks up positions that are computed: those of the largest along an axis.
   *
   * @param arguments as Java, with $a in place of the axis and $i of the positions
   */
  private static Operation byPositions(String name, String arguments, ByPositions f) {
    return unary(name, x -> floatingVector(x) && x.getFirst().shape().size() > 0, (op, x, random) -> {
      int axis = axis(x.getFirst().shape(), random);
      return call(op, "$0." + name + "("
          + arguments.replace("$a", "" + axis).replace("$i", "$0.argmax(" + axis + ")") + ")",
          in -> f.apply(in.get(0), axis, in.get(0).argmax(axis)), in -> haveOneLargest(in.get(0), Axes.of(axis)));
    });
  }

  private static Stream<Operation> atComputedPositions() {
    return Stream.of( //
        byPositions("indexSelect", "$a, $i.flatten()", (x, a, i) -> x.indexSelect(a, i.flatten())), //
        byPositions("indexAdd", "$a, $i.flatten(), $0.indexSelect($a, $i.flatten())",
            (x, a, i) -> x.indexAdd(a, i.flatten(), x.indexSelect(a, i.flatten()))), //
        byPositions("gather", "$a, $i.expandDims($a)", (x, a, i) -> x.gather(a, i.expandDims(a))), //
        byPositions("scatterAdd", "$a, $i.expandDims($a), $0.mean(Axes.keep($a))",
            (x, a, i) -> x.scatterAdd(a, i.expandDims(a), x.mean(Axes.keep(a)))));
  }
}
