package dev.adjoint;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import dev.adjoint.array.NdArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.adjoint.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Values that share buffers are arrays of exactly their elements: who loops over one sees nothing of what lay there before. */
class ProgramBuffersTest {

  /** Many positions die before a few are looked up. */
  @ParameterizedTest
  @EnumSource
  void positionsAreAsManyAsTheyAre(DType dtype) {
    assertSame(List.of(Tensor.normal(FLOAT64.tensor(8, 4), 1)), in -> {
      var x = in.getFirst();
      var sum = x.argmax(1).cast(FLOAT64).sum();
      var index = x.add(sum).argmax(0);
      return List.of(x.cast(dtype).indexSelect(0, index));
    });
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT64", "FLOAT32"})
  void positionsOfManyRowsAreAsManyAsTheyAre(DType dtype) {
    var table = Tensor.normal(dtype.tensor(300, 5), 2);
    assertSame(List.of(Tensor.normal(dtype.tensor(200, 100), 1), table), in -> {
      var x = in.get(0);
      var sum = x.argmax(1).cast(dtype).sum();
      var index = x.add(sum).argmax(0);
      var rows = in.get(1).indexSelect(0, index);
      return List.of(rows, in.get(1).indexAdd(0, index, rows.mul(2)), index.oneHot(200),
          in.get(1).gather(0, index.reshape(20, 5)),
          in.get(1).scatterAdd(0, index.reshape(20, 5), rows.slice(0, 0, 20)));
    });
  }

  /** Σx², by a loop over the array. */
  @Test
  void aLoopOverAnArrayMeetsItsElements() {
    var squares = Op.onArrays(type -> FLOAT64.tensor(), (in, sum) -> {
      for (double element : in.doubles()) {
        sum.doubles()[0] += element * element;
      }
    });
    Function<List<Tensor>, List<Tensor>> f = in -> {
      var x = in.getFirst();
      var m = x.cumulativeSum(0).max().add(x.flip(0).cumulativeSum(0).max());
      return List.of(squares.apply(x.mul(m).slice(0, 0, 4)));
    };
    var x = Tensor.of(1.0, 2, 3, 4, 5, 6, 7, 8);
    assertEquals(155_520, f.apply(List.of(x)).getFirst().item());
    assertSame(List.of(x), f);
  }

  /** Of each element type: a large value dies, and what reads a small one then meets the elements of that. */
  @ParameterizedTest
  @EnumSource
  void whateverReadsAnArrayMeetsItsElements(DType dtype) {
    var reads = new AtomicInteger();
    UnaryOperator<Tensor> look = Op.onArrays(type -> FLOAT64.tensor(2), (in, y) -> {
      reads.incrementAndGet();
      y.doubles()[0] = Array.getLength(in.storage());
      y.doubles()[1] = in.equals(exactly(in)) && in.hashCode() == exactly(in).hashCode() ? 1 : 0;
    });
    var x = Tensor.of(IntStream.range(0, 40).mapToDouble(i -> 40 - i).toArray());
    assertSame(List.of(x), in -> {
      var sum = in.getFirst().cast(dtype).flip(0).cast(FLOAT64).sum();
      var small = in.getFirst().add(sum).cast(dtype);
      return List.of(look.apply(small.slice(0, 0, 13)), look.apply(small.slice(0, 5, 8)), look.apply(small));
    });
    assertEquals(3 * 3, reads.get(), "step by step once, and in two runs of the program");
    assertEquals(List.of(13.0, 1.0), List.of(look.apply(x.cast(dtype).slice(0, 0, 13)).get(0).item(),
        look.apply(x.cast(dtype).slice(0, 0, 13)).get(1).item()));
  }

  private static NdArray exactly(NdArray x) {
    return switch (x.dtype()) {
      case FLOAT64 -> NdArray.wrap(x.shape(), Arrays.copyOf(x.doubles(), x.size()));
      case FLOAT32 -> NdArray.wrap(x.shape(), Arrays.copyOf(x.floats(), x.size()));
      case INT32 -> NdArray.wrap(x.shape(), Arrays.copyOf(x.ints(), x.size()));
      case BOOL -> NdArray.wrap(x.shape(), Arrays.copyOf(x.booleans(), x.size()));
    };
  }

  private static void assertSame(List<Tensor> in, Function<List<Tensor>, List<Tensor>> f) {
    var expected = f.apply(in).stream().map(Tensor::value).toList();
    var program = Program.trace(in.stream().map(Tensor::type).toList(), f);
    for (int run = 0; run < 2; run++) {
      assertEquals(expected, program.run(in.toArray(Tensor[]::new)).stream().map(Tensor::value).toList());
    }
  }
}
