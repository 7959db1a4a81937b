package dev.adjoint;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.adjoint.array.NdArray;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Products that are added to others as they are computed: the same bits as products and sums. */
class ProgramSumsOfProductsTest {

  private static final String ADDED = "added to what is there";

  @Property(tries = 60, seed = "3")
  void sumsOfProductsHaveTheSameBits(@ForAll DType dtype, @ForAll @IntRange(min = 1, max = 90) int n,
      @ForAll @IntRange(min = 1, max = 300) int m,
      @ForAll @Size(min = 2, max = 4) List<@IntRange(min = 1, max = 900) Integer> inner) {
    var type = dtype == DType.FLOAT32 ? DType.FLOAT32 : DType.FLOAT64;
    var in = new ArrayList<Tensor>();
    for (int k : inner) {
      in.add(Tensor.normal(type.tensor(n, k), in.size()));
      in.add(Tensor.normal(type.tensor(k, m), in.size()));
    }
    assertSameBits(in, xs -> {
      var sum = xs.get(0).matmul(xs.get(1));
      for (int i = 2; i < xs.size(); i += 2) {
        var product = xs.get(i).matmul(xs.get(i + 1));
        sum = i % 4 == 0 ? sum.add(product) : product.add(sum);
      }
      return List.of(sum, sum.tanh());
    });
  }

  @Test
  void aRecurrenceAndItsGradientHaveTheSameBits() {
    var x = Tensor.normal(DType.FLOAT64.tensor(5, 8, 6), 1);
    var w = Tensor.normal(DType.FLOAT64.tensor(6, 7), 2);
    var u = Tensor.normal(DType.FLOAT64.tensor(7, 7), 3);
    Function<List<Tensor>, List<Tensor>> gradient = in -> {
      var h = Tensor.zeros(DType.FLOAT64.tensor(8, 7));
      for (int t = 0; t < 5; t++) {
        h = in.get(0).get(t).matmul(in.get(1)).add(h.matmul(in.get(2))).tanh();
      }
      var g = h.square().sum().backward();
      return List.of(g.of(in.get(1)), g.of(in.get(2)));
    };
    assertSameBits(List.of(x, w, u), gradient);
    var text = Program.trace(List.of(x.type(), w.type(), u.type()), gradient).explain();
    assertEquals(5 + 4 + 4, text.split(ADDED, -1).length - 1, text); // 5 steps, and all but the first product of each gradient
  }

  @Test
  void whatOthersNeedIsNotOverwritten() {
    var in = List.of(Tensor.normal(DType.FLOAT64.tensor(4, 5), 1), Tensor.normal(DType.FLOAT64.tensor(5, 3), 2),
        Tensor.normal(DType.FLOAT64.tensor(4, 2), 3), Tensor.normal(DType.FLOAT64.tensor(2, 3), 4));
    Function<List<Tensor>, List<Tensor>> bothNeeded = xs -> {
      var p = xs.get(0).matmul(xs.get(1));
      var q = xs.get(2).matmul(xs.get(3));
      return List.of(p.add(q), p, q.reshape(12));
    };
    assertSameBits(in, bothNeeded);
    assertFalse(Program.trace(in.stream().map(Tensor::type).toList(), bothNeeded).explain().contains(ADDED));
    Function<List<Tensor>, List<Tensor>> oneNeeded = xs -> {
      var p = xs.get(0).matmul(xs.get(1));
      var q = xs.get(2).matmul(xs.get(3));
      return List.of(p.add(q), q.exp());
    };
    assertSameBits(in, oneNeeded);
    assertFalse(Program.trace(in.stream().map(Tensor::type).toList(), oneNeeded).explain().contains(ADDED));
    Function<List<Tensor>, List<Tensor>> reshaped = xs -> List
        .of(xs.get(0).matmul(xs.get(1)).add(xs.get(2).matmul(xs.get(3))).reshape(12));
    assertSameBits(in, reshaped);
    assertTrue(Program.trace(in.stream().map(Tensor::type).toList(), reshaped).explain().contains(ADDED));
  }

  /** Twice, so that what one run leaves behind would be seen in the next, and what the next one overwrites in the first. */
  private static void assertSameBits(List<Tensor> in, Function<List<Tensor>, List<Tensor>> function) {
    var program = Program.trace(in.stream().map(Tensor::type).toList(), function);
    var others = in.stream().map(x -> x.mul(0.75)).toList();
    var results = program.run(in.toArray(Tensor[]::new));
    var next = program.run(others.toArray(Tensor[]::new));
    assertEquals(stepByStep(function, in), results.stream().map(Tensor::value).toList());
    assertEquals(stepByStep(function, others), next.stream().map(Tensor::value).toList());
  }

  private static List<NdArray> stepByStep(Function<List<Tensor>, List<Tensor>> function, List<Tensor> in) {
    return function.apply(in.stream().map(Tensor::variable).toList()).stream().map(Tensor::value).toList();
  }
}
