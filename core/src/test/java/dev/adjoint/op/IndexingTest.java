package dev.adjoint.op;

import java.util.Arrays;
import java.util.stream.IntStream;

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

  @Property(tries = 200, seed = "21")
  void trianglesKeepOneSideOfADiagonal(@ForAll Shape shape, @ForAll @IntRange(min = -6, max = 6) int k) {
    if (shape.rank() >= 2) {
      var x = Naive.numbered(shape).add(1);
      int r = shape.rank();
      Naive.assertMoves(Naive.tensor(shape, i -> i[r - 1] <= i[r - 2] + k ? Naive.at(x, i) : 0), y -> y.tril(k), x);
      Naive.assertMoves(Naive.tensor(shape, i -> i[r - 1] >= i[r - 2] + k ? Naive.at(x, i) : 0), y -> y.triu(k), x);
      Naive.assertSame(x.tril(0), x.tril());
      Naive.assertSame(x.triu(0), x.triu());
      for (int far : new int[]{Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        Naive.assertSame(far > 0 ? x : Tensor.zeros(x.type()), x.tril(far));
        Naive.assertSame(far < 0 ? x : Tensor.zeros(x.type()), x.triu(far));
      }
    }
  }

  @Property(tries = 200, seed = "22")
  void labelsAreCountedAndRowsAddedUp(@ForAll Shape shape, @ForAll @IntRange(min = 1, max = 4) int segments,
      @ForAll long seed) {
    if (shape.rank() > 0) {
      int n = shape.dim(0);
      var x = Naive.indices(shape, 9, seed); // whole numbers, whose sums are exact
      var ids = Naive.indices(Shape.of(n), segments, seed + 1);
      double[] counts = new double[segments];
      IntStream.range(0, n).forEach(i -> counts[(int) Naive.at(ids, i)]++);
      var sums = Naive.tensor(shape.with(0, segments), index -> IntStream.range(0, n)
          .filter(i -> Naive.at(ids, i) == index[0]).mapToDouble(i -> Naive.at(x, Naive.with(index, 0, i))).sum());
      Naive.assertSame(Tensor.of(counts).cast(DType.INT32), ids.bincount(segments));
      var weights = Naive.indices(Shape.of(n), 5, seed).cast(DType.FLOAT64);
      Naive.assertSame(weights.segmentSum(ids, segments), ids.bincount(segments, weights));
      for (var dtype : new DType[]{DType.FLOAT64, DType.FLOAT32, DType.INT32}) {
        Naive.assertSame(sums.cast(dtype), x.cast(dtype).segmentSum(ids, segments));
      }
      Naive.assertClose(Naive.tensor(sums.shape(), index -> Naive.at(sums, index) / Math.max(counts[index[0]], 1)),
          x.cast(DType.FLOAT64).segmentMean(ids, segments), 1e-15);
    }
  }

  @Property(tries = 200, seed = "23")
  void valuesArePutInOrder(@ForAll @IntRange(max = 5) int n, @ForAll @IntRange(max = 4) int m,
      @ForAll @IntRange(min = 1, max = 3) int rows, @ForAll long seed) {
    double[] some = {-1, -0.0, 0, 2, 2.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    var x = Naive.tensor(Shape.of(rows, n), i -> some[new java.util.Random(seed + i[0] * 7L + i[1]).nextInt(8)])
        .sort(-1);
    var values = Naive.tensor(Shape.of(rows, m), i -> some[new java.util.Random(seed - i[0] * 7L - i[1]).nextInt(8)]);
    for (boolean right : new boolean[]{false, true}) {
      var expected = Naive.tensor(values.shape(), i -> IntStream.range(0, n).filter(k -> {
        double element = Naive.at(x, i[0], k);
        double value = Naive.at(values, i);
        return element < value || !Double.isNaN(element) && Double.isNaN(value)
            || right && (element == value || Double.isNaN(element) && Double.isNaN(value));
      }).count()).cast(DType.INT32);
      Naive.assertSame(expected, x.searchSorted(values, right));
      Naive.assertSame(expected, x.cast(DType.FLOAT32).searchSorted(values.cast(DType.FLOAT32), right));
      Naive.assertSame(expected.get(0), x.get(0).searchSorted(values.get(0), right));
    }
    Naive.assertSame(Tensor.of(new int[][]{{0, 1}, {3, 2}}),
        Tensor.of(1, 3, 5).searchSorted(Tensor.of(new int[][]{{1, 2}, {9, 4}})));
  }
}
