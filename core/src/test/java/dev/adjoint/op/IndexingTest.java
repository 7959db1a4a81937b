package dev.adjoint.op;

import java.util.Arrays;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

@Domain(Shapes.class)
@Domain(DomainContext.Global.class)
class IndexingTest {

  private static boolean canBeRead(Shape shape, int at) {
    return shape.rank() > 0 && shape.dim(at % shape.rank()) > 0;
  }

  private static Shape selected(Shape shape, int axis, Shape index) {
    return shape.slice(0, axis).concat(index).concat(shape.slice(axis + 1, shape.rank()));
  }

  /** For an index of the result of a lookup with an index of rank m at an axis, the index of what it reads. */
  private static int[] source(int[] result, int axis, int m, Tensor index) {
    int[] from = new int[result.length - m + 1];
    System.arraycopy(result, 0, from, 0, axis);
    from[axis] = (int) Naive.at(index, Arrays.copyOfRange(result, axis, axis + m));
    System.arraycopy(result, axis + m, from, axis + 1, result.length - axis - m);
    return from;
  }

  @Property(tries = 300, seed = "1")
  void indexSelectReadsAtAnIndexOfAnyShape(@ForAll Shape shape, @ForAll @IntRange(max = 3) int at,
      @ForAll Shape indexShape, @ForAll long seed) {
    if (canBeRead(shape, at)) {
      int axis = at % shape.rank();
      var x = Naive.numbers(shape, seed);
      var index = Naive.indices(indexShape, shape.dim(axis), seed);
      var expected = Naive.tensor(selected(shape, axis, indexShape),
          i -> Naive.at(x, source(i, axis, indexShape.rank(), index)));
      for (var dtype : DType.values()) {
        Naive.assertSame(expected.cast(dtype), x.cast(dtype).indexSelect(axis, index));
      }
      Naive.assertSame(expected, x.indexSelect(axis - shape.rank(), index));
    }
  }

  @Property(tries = 300, seed = "2")
  void indexAddAddsWhereTheIndexPoints(@ForAll Shape shape, @ForAll @IntRange(max = 3) int at, @ForAll Shape indexShape,
      @ForAll long seed) {
    if (canBeRead(shape, at)) {
      int axis = at % shape.rank();
      var x = Naive.numbers(shape, seed);
      var index = Naive.indices(indexShape, shape.dim(axis), seed);
      var added = Naive.numbers(selected(shape, axis, indexShape), seed + 1);
      double[] expected = x.toDoubles();
      for (int i = 0; i < added.size(); i++) {
        int[] from = Naive.index(added.shape(), i);
        expected[position(shape, source(from, axis, indexShape.rank(), index))] += Naive.at(added, from);
      }
      Naive.assertClose(Tensor.of(shape, expected), x.indexAdd(axis, index, added), 1e-13);
    }
  }

  private static int position(Shape shape, int[] index) {
    int position = 0;
    for (int a = 0; a < index.length; a++) {
      position = position * shape.dim(a) + index[a];
    }
    return position;
  }

  @Property(tries = 300, seed = "3")
  void gatherAndScatterAddUseAnIndexForEachPlace(@ForAll Shape shape, @ForAll @IntRange(max = 3) int at,
      @ForAll @IntRange(max = 5) int m, @ForAll long seed) {
    if (canBeRead(shape, at)) {
      int axis = at % shape.rank();
      var x = Naive.numbers(shape, seed);
      var index = Naive.indices(shape.with(axis, m), shape.dim(axis), seed);
      var expected = Naive.tensor(index.shape(), i -> Naive.at(x, Naive.with(i, axis, (int) Naive.at(index, i))));
      for (var dtype : DType.values()) {
        Naive.assertSame(expected.cast(dtype), x.cast(dtype).gather(axis, index));
      }
      var added = Naive.numbers(index.shape(), seed + 1);
      double[] sums = x.toDoubles();
      for (int i = 0; i < added.size(); i++) {
        int[] from = Naive.index(added.shape(), i);
        sums[position(shape, Naive.with(from, axis, (int) Naive.at(index, from)))] += Naive.at(added, from);
      }
      Naive.assertClose(Tensor.of(shape, sums), x.scatterAdd(axis - shape.rank(), index, added), 1e-13);
    }
  }

  @Property(tries = 100, seed = "4")
  void oneHotMarksTheLabel(@ForAll Shape shape, @ForAll @IntRange(min = 1, max = 5) int classes, @ForAll long seed) {
    var labels = Naive.indices(shape, classes, seed);
    var expected = Naive.tensor(shape.insert(shape.rank(), classes),
        i -> Naive.at(labels, Naive.without(i, shape.rank())) == i[shape.rank()] ? 1 : 0);
    Naive.assertSame(expected, labels.oneHot(classes));
    for (var dtype : DType.values()) {
      Naive.assertSame(expected.cast(dtype), labels.oneHot(classes, dtype));
    }
  }

  @Property(tries = 200, seed = "5")
  void diagonalsAreReadAndWritten(@ForAll Shape shape, @ForAll long seed) {
    int rank = shape.rank();
    var x = Naive.numbers(shape, seed);
    if (rank >= 2) {
      var diagonal = shape.without(-1).with(-1, Math.min(shape.dim(-1), shape.dim(-2)));
      var expected = Naive.tensor(diagonal, i -> Naive.at(x, Naive.insert(i, rank - 1, i[rank - 2])));
      for (var dtype : DType.values()) {
        Naive.assertSame(expected.cast(dtype), x.cast(dtype).diagonal());
      }
    }
    if (rank >= 1) {
      var expected = Naive.tensor(shape.insert(rank, shape.dim(-1)),
          i -> i[rank] == i[rank - 1] ? Naive.at(x, Arrays.copyOf(i, rank)) : 0);
      for (var dtype : DType.values()) {
        Naive.assertSame(expected.cast(dtype), x.cast(dtype).diagonalMatrix());
      }
    }
  }

  @Example
  void indicesMayBeViews() {
    var index = Tensor.of(new int[][]{{0, 1}, {1, 1}}).transpose();
    var x = Tensor.of(10.0, 20);
    Naive.assertSame(Tensor.of(new double[][]{{10, 20}, {20, 20}}), x.indexSelect(0, index));
    Naive.assertSame(Tensor.of(20.0, 20, 20), x.indexSelect(0, Tensor.of(1).broadcastTo(3)));
  }
}
