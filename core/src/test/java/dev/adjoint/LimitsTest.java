package dev.adjoint;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import dev.adjoint.transform.JacobianOptions;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Shapes at the edge of what an array can hold are right or refused: never wrong, and never an exception of Java's. */
class LimitsTest {
  private static final int MAX = Integer.MAX_VALUE;
  private static final int[] SIZES = {0, 1, 2, 3, 7, 46_340, 46_341, 65_536, 1 << 30, MAX - 1, MAX};
  private static final int TRIES = 20_000;

  private final Random random = new Random(11);
  private final TreeMap<String, int[]> counts = new TreeMap<>(); // made, refused

  private int size() {
    return SIZES[random.nextInt(SIZES.length)];
  }

  private int count() {
    return random.nextInt(3) == 0 ? random.nextInt(4) : size();
  }

  private static boolean fits(long... dims) {
    return Arrays.stream(dims).mapToObj(d -> BigInteger.valueOf(Math.max(d, 1)))
        .reduce(BigInteger.ONE, BigInteger::multiply).bitLength() <= 31;
  }

  private Tensor tensor(DType dtype, int rank) {
    while (true) {
      int[] dims = IntStream.generate(this::size).limit(rank).toArray();
      if (fits(Arrays.stream(dims).asLongStream().toArray())) {
        return Tensor.placeholder(dtype.tensor(dims));
      }
    }
  }

  private static long[] dims(Tensor x) {
    return Arrays.stream(x.shape().dims()).asLongStream().toArray();
  }

  private static long[] with(Tensor x, int axis, long dim) {
    long[] dims = dims(x);
    dims[axis] = dim;
    return dims;
  }

  private static long[] join(long[]... parts) {
    return Arrays.stream(parts).flatMapToLong(Arrays::stream).toArray();
  }

  /** A tensor without elements may also be refused for what lies between. */
  private void check(String operation, Supplier<Tensor> made, long... expected) {
    var count = counts.computeIfAbsent(operation, _ -> new int[2]);
    boolean isEmpty = LongStream.of(expected).anyMatch(dim -> dim == 0);
    try {
      var y = made.get();
      assertEquals(Arrays.toString(expected), y.shape().toString(), operation);
      count[0]++;
    } catch (IllegalArgumentException e) {
      assertTrue(e.getMessage().startsWith(operation + ": "), e::getMessage);
      assertTrue(e.getMessage().contains("2^31"), e::getMessage);
      assertTrue(!fits(expected) || isEmpty, () -> "refused: " + Arrays.toString(expected) + ": " + e.getMessage());
      count[1]++;
    }
  }

  @Test
  void shapesAreRightOrRefused() {
    for (int i = 0; i < TRIES; i++) {
      int rank = 1 + random.nextInt(3);
      int axis = random.nextInt(rank);
      var x = tensor(DType.FLOAT64, rank);
      int n = x.shape().dim(axis);
      int a = count();
      int b = count();
      check("pad", () -> x.pad(axis, a, b), with(x, axis, (long) a + n + b));
      check("pad", () -> x.pad(axis, a, b, 1), with(x, axis, (long) a + n + b));
      check("repeat", () -> x.repeat(axis, a), with(x, axis, (long) n * a));
      check("tile", () -> x.tile(axis, a), with(x, axis, (long) n * a));
      check("concat", () -> Tensor.concat(axis, x, x, x), with(x, axis, 3L * n));
      check("stack", () -> Tensor.stack(0, x, x, x), join(new long[]{3}, dims(x)));
      check("broadcastTo",
          () -> x.broadcastTo(IntStream.concat(IntStream.of(a), Arrays.stream(x.shape().dims())).toArray()),
          join(new long[]{a}, dims(x)));
      check("diagonalMatrix", x::diagonalMatrix, join(dims(x), new long[]{x.shape().dim(-1)}));
      check("flatten", x::flatten, x.size());
      var index = tensor(DType.INT32, 1 + random.nextInt(2));
      check("oneHot", () -> index.oneHot(a), join(dims(index), new long[]{a}));
      check("indexSelect", () -> x.indexSelect(axis, index), join(Arrays.copyOf(dims(x), axis), dims(index),
          Arrays.copyOfRange(dims(x), axis + 1, rank)));
      var u = tensor(DType.FLOAT64, 1);
      var v = tensor(DType.FLOAT64, 1);
      check("outer", () -> u.outer(v), join(dims(u), dims(v)));
      check("mul", () -> u.expandDims(1).mul(v), join(dims(u), dims(v)));
      check("matmul", () -> u.expandDims(1).matmul(v.expandDims(0)), join(dims(u), dims(v)));
    }
    assertEquals(13, counts.size());
    counts.forEach((operation, count) -> assertTrue(
        count[0] >= 1000 && (count[1] >= 1000 || operation.equals("flatten")),
        () -> operation + Arrays.toString(count)));
  }

  @Test
  void slicesOfExtremeBoundsAreAsOfJava() {
    int[] bounds = {Integer.MIN_VALUE, -MAX, -4, -3, -1, 0, 1, 2, 3, 4, MAX};
    var x = Tensor.of(0, 1, 2);
    int made = 0;
    for (int start : bounds) {
      for (int stop : bounds) {
        for (int step : bounds) {
          try {
            int[] y = x.slice(0, start, stop, step).toInts();
            var expected = new ArrayList<Integer>();
            for (long i = start < 0 ? start + 3 : start; step > 0
                ? i < (stop < 0 ? stop + 3 : stop)
                : i > (stop < 0 ? stop + 3 : stop); i += step) {
              expected.add((int) i);
            }
            assertEquals(expected, Arrays.stream(y).boxed().toList(), () -> start + ":" + stop + ":" + step);
            made++;
          } catch (IllegalArgumentException e) {
            assertTrue(e.getMessage().startsWith("slice: "), e::getMessage);
          }
        }
      }
    }
    assertTrue(made > 300, "" + made);
  }

  @Test
  void theOrderOfSizesDoesNotMatter() {
    for (var dims : List.of(new int[]{65_536, 65_536, 0}, new int[]{0, 65_536, 65_536}, new int[]{65_536, 0, 65_536})) {
      assertThrows(IllegalArgumentException.class, () -> Shape.of(dims));
    }
    for (var dims : List.of(new int[]{65_536, 32_767, 0}, new int[]{0, 65_536, 32_767}, new int[]{MAX, 0, 1, 1})) {
      assertEquals(0, Shape.of(dims).size());
    }
    assertEquals(MAX, Shape.of(1, MAX, 1).size());
  }

  @Test
  void anArrayThatHasNoRoomSaysWhichAndHowLarge() {
    var type = DType.FLOAT64.tensor(MAX);
    var zeros = Tensor.zeros(type); // a number and a shape
    assertEquals(MAX, zeros.size());
    var error = assertThrows(OutOfMemoryError.class, zeros::toDoubles);
    assertTrue(error.getMessage().startsWith("toDoubles: FLOAT64[2147483647] takes 17,179,869,176 bytes"),
        error.getMessage());
    for (Supplier<Tensor> made : List.<Supplier<Tensor>>of(() -> Tensor.uniform(type, 1), () -> Tensor.normal(type, 1),
        () -> Tensor.linspace(0, 1, MAX), () -> Tensor.arange(0, 2.0e9, 1), () -> zeros.add(zeros.exp()))) {
      error = assertThrows(OutOfMemoryError.class, made::get);
      assertTrue(error.getMessage().matches("\\w+: FLOAT64\\[\\d+\\] takes .* bytes.*"), error.getMessage());
    }
  }

  @Test
  void arangeCountsBeyondAnInt() {
    assertEquals("arange: -2147483648 to 2147483647 are more than 2^31 − 1 numbers",
        assertThrows(IllegalArgumentException.class, () -> Tensor.arange(Integer.MIN_VALUE, MAX)).getMessage());
    assertEquals(0, Tensor.arange(MAX, Integer.MIN_VALUE).size());
    assertEquals(Tensor.of(MAX - 1).item(), Tensor.arange(MAX - 2, MAX).get(1).item());
  }

  @Test
  void derivativesTooLargeForAnArraySaySo() {
    var x = Tensor.zeros(65_536);
    Map<String, UnaryOperator<Tensor>> derivatives = Map.of("jacobian", Autodiff.jacobian(t -> t.mul(2)),
        "jacobian, forward", Autodiff.jacobian(t -> t.mul(2), JacobianOptions.forward()),
        "jacobian, reverse", Autodiff.jacobian(t -> t.mul(2), JacobianOptions.reverse()), "hessian",
        Autodiff.hessian(t -> t.square().sum()));
    derivatives.forEach((name, derivative) -> {
      var error = assertThrows(IllegalArgumentException.class, () -> derivative.apply(x));
      assertTrue(
          error.getMessage()
              .startsWith(name.replaceAll(",.*", "") + ": a matrix of 65536 by 65536 has more than 2^31 − 1 elements"),
          error.getMessage());
    });
    assertFalse(Autodiff.vjp(t -> t.mul(2), x, x).isSymbolic());
  }

  @Test
  void statesAreAmongTheArguments() {
    var types = List.of(DType.FLOAT64.tensor(2));
    for (int states : new int[]{-1, 2, 5, Integer.MIN_VALUE, MAX}) {
      assertEquals("trace: " + states + " states among 1 arguments", assertThrows(IllegalArgumentException.class,
          () -> Program.trace(types, states, in -> in)).getMessage());
    }
    assertEquals("trace: state 0 is FLOAT64[2], its next value is missing", assertThrows(
        IllegalArgumentException.class, () -> Program.trace(types, 1, _ -> List.of())).getMessage());
  }
}
