package dev.adjoint.internal.kernel;

import java.lang.reflect.Array;
import java.util.Random;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The loops that move elements, for all four element types, against one index at a time. */
class MovementsTest {

  /** The offset is the smallest with which no element lies before the array. */
  static final class Grid {
    private final int[] dims;
    private final int[] strides;

    Grid(int[] dims, int[] strides) {
      this.dims = dims;
      this.strides = strides;
    }

    int size() {
      int size = 1;
      for (int dim : dims) {
        size *= dim;
      }
      return size;
    }

    int offset() {
      int offset = 0;
      for (int a = 0; a < dims.length; a++) {
        offset += Math.max(0, dims[a] - 1) * Math.max(0, -strides[a]);
      }
      return offset;
    }

    int extent() {
      int last = offset();
      for (int a = 0; a < dims.length; a++) {
        last += Math.max(0, dims[a] - 1) * Math.max(0, strides[a]);
      }
      return last + 1;
    }

    int position(int i) {
      int position = offset();
      int rest = i;
      for (int a = dims.length - 1; a >= 0; a--) {
        position += rest % dims[a] * strides[a];
        rest /= dims[a];
      }
      return position;
    }

    Strided strided() {
      return new Strided(offset(), dims, strides);
    }

    @Override
    public String toString() {
      return java.util.Arrays.toString(dims) + " by " + java.util.Arrays.toString(strides);
    }
  }

  @Provide
  Arbitrary<Grid> grids() {
    return Arbitraries.integers().between(0, 4).flatMap(rank -> Combinators
        .combine(Arbitraries.integers().between(0, 4).array(int[].class).ofSize(rank),
            Arbitraries.integers().between(-6, 6).array(int[].class).ofSize(rank))
        .as(Grid::new));
  }

  /** Contiguous axes, which merge into longer runs. */
  @Provide
  Arbitrary<Grid> contiguous() {
    return Arbitraries.integers().between(1, 4).array(int[].class).ofMinSize(1).ofMaxSize(4).map(dims -> {
      int[] strides = new int[dims.length];
      int stride = 1;
      for (int a = dims.length - 1; a >= 0; a--) {
        strides[a] = stride;
        stride *= dims[a];
      }
      return new Grid(dims, strides);
    });
  }

  @Property(tries = 400, seed = "2")
  void gatherReadsTheGrid(@ForAll("grids") Grid grid, @ForAll @IntRange(max = 3) int at) {
    everyType(new Gather(grid, 0, grid.size(), at));
  }

  @Property(tries = 200, seed = "3")
  void gatherReadsPartOfTheGrid(@ForAll("grids") Grid grid, @ForAll @IntRange(max = 300) int a,
      @ForAll @IntRange(max = 300) int b) {
    int from = Math.min(a, b) % (grid.size() + 1);
    int to = Math.max(from, Math.max(a, b) % (grid.size() + 1));
    everyType(new Gather(grid, from, to, 1));
  }

  @Property(tries = 200, seed = "4")
  void gatherReadsContiguousGrids(@ForAll("contiguous") Grid grid) {
    everyType(new Gather(grid, 0, grid.size(), 0));
  }

  @Property(tries = 300, seed = "5")
  void scatterWritesTheGridInOrder(@ForAll("grids") Grid grid) {
    everyType(new Scatter(grid));
  }

  @Property(tries = 100, seed = "6")
  void transposeExchangesRowsAndColumns(@ForAll @IntRange(max = 40) int rows, @ForAll @IntRange(max = 40) int columns,
      @ForAll @IntRange(max = 3) int at) {
    everyType(new Transpose(rows, columns, at));
  }

  @Property(tries = 100, seed = "7")
  void lookupsReadAtTheIndex(@ForAll @IntRange(max = 4) int outer, @ForAll @IntRange(min = 1, max = 5) int n,
      @ForAll @IntRange(max = 6) int m, @ForAll @IntRange(max = 4) int inner) {
    everyType(new IndexSelect(outer, n, m, inner));
    everyType(new GatherAlong(outer, n, m, inner));
  }

  @Example
  void selectChoosesAndLeavesTheRestAlone() {
    everyType(new Select());
  }

  private interface Check {
    <A> void run(Movements<A> movements);
  }

  private static void everyType(Check check) {
    check.run(new DoubleMovements());
    check.run(new FloatMovements());
    check.run(new IntMovements());
    check.run(new BooleanMovements());
  }

  /** Elements that all differ, as far as the type allows. */
  private static <A> A elements(Movements<A> movements, int n) {
    var random = new Random(n);
    A elements = movements.allocate(n);
    for (int i = 0; i < n; i++) {
      if (elements instanceof boolean[] b) {
        b[i] = random.nextBoolean();
      } else {
        Array.setByte(elements, i, (byte) (i + 1));
      }
    }
    return elements;
  }

  private static void assertSame(Object expected, Object actual) {
    assertEquals(Array.getLength(expected), Array.getLength(actual));
    for (int i = 0; i < Array.getLength(expected); i++) {
      assertEquals(Array.get(expected, i), Array.get(actual, i), "element " + i);
    }
  }

  private static void copy(Object from, int i, Object to, int j) {
    Array.set(to, j, Array.get(from, i));
  }

  private record Gather(Grid grid, int from, int to, int at) implements Check {
    @Override
    public <A> void run(Movements<A> movements) {
      A x = elements(movements, grid.extent());
      A y = elements(movements, at + to - from + 2);
      A expected = elements(movements, at + to - from + 2);
      for (int i = from; i < to; i++) {
        copy(x, grid.position(i), expected, at + i - from);
      }
      movements.gather(x, grid.strided(), from, to, y, at);
      assertSame(expected, y);
    }
  }

  private record Scatter(Grid grid) implements Check {
    @Override
    public <A> void run(Movements<A> movements) {
      A x = elements(movements, grid.size());
      A y = movements.allocate(grid.extent());
      A expected = movements.allocate(grid.extent());
      for (int i = 0; i < grid.size(); i++) {
        copy(x, i, expected, grid.position(i));
      }
      movements.scatter(x, y, grid.strided());
      assertSame(expected, y);
    }
  }

  private record Transpose(int rows, int columns, int at) implements Check {
    @Override
    public <A> void run(Movements<A> movements) {
      int n = rows * columns;
      A x = elements(movements, n + at);
      A y = elements(movements, n + at + 3);
      A expected = elements(movements, n + at + 3);
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          copy(x, at + r * columns + c, expected, at + 1 + c * rows + r);
        }
      }
      movements.transpose(x, at, rows, columns, y, at + 1);
      assertSame(expected, y);
    }
  }

  private record IndexSelect(int outer, int n, int m, int inner) implements Check {
    @Override
    public <A> void run(Movements<A> movements) {
      int[] index = new Random(m).ints(m, 0, n).toArray();
      A x = elements(movements, outer * n * inner);
      A y = movements.allocate(outer * m * inner);
      A expected = movements.allocate(outer * m * inner);
      for (int i = 0; i < outer * m * inner; i++) {
        int o = i / inner / m;
        copy(x, (o * n + index[i / inner % m]) * inner + i % inner, expected, i);
      }
      movements.indexSelect(x, index, y, outer, n, inner);
      assertSame(expected, y);
    }
  }

  private record GatherAlong(int outer, int n, int m, int inner) implements Check {
    @Override
    public <A> void run(Movements<A> movements) {
      int[] index = new Random(m).ints((long) outer * m * inner, 0, n).toArray();
      A x = elements(movements, outer * n * inner);
      A y = movements.allocate(outer * m * inner);
      A expected = movements.allocate(outer * m * inner);
      for (int i = 0; i < outer * m * inner; i++) {
        copy(x, (i / inner / m * n + index[i]) * inner + i % inner, expected, i);
      }
      movements.gatherAlong(x, index, y, outer, n, m, inner);
      assertSame(expected, y);
    }
  }

  private record Select() implements Check {
    @Override
    public <A> void run(Movements<A> movements) {
      int n = 40;
      boolean[] c = new boolean[n];
      A a = elements(movements, n);
      A b = elements(movements, n + 1);
      A y = elements(movements, n + 2);
      A expected = elements(movements, n + 2);
      for (int i = 0; i < n; i++) {
        c[i] = i % 3 == 0;
      }
      for (int i = 5; i < 30; i++) {
        copy(c[i] ? a : b, i, expected, i);
      }
      movements.select(c, a, b, y, 5, 30);
      assertSame(expected, y);
    }
  }
}
