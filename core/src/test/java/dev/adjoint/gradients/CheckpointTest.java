package dev.adjoint.gradients;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.adjoint.Autodiff;
import dev.adjoint.Counted;
import dev.adjoint.DType;
import dev.adjoint.Op;
import dev.adjoint.Program;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import dev.adjoint.check.GradientCheck;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Computing again in place of keeping: the same gradients, less memory. */
class CheckpointTest {
  private static final int LAYERS = 64;
  private static final int SEGMENT = 8;
  private static final int ROWS = 128;
  private static final int WIDTH = 8;
  private static final long LAYER_BYTES = (long) ROWS * WIDTH * Double.BYTES;

  private static List<Tensor> weights() {
    var weights = new ArrayList<Tensor>();
    for (int i = 0; i < LAYERS; i++) {
      weights.add(Tensor.variable(Tensor.normal(DType.FLOAT64.tensor(WIDTH, WIDTH), i).mul(0.5)));
    }
    return weights;
  }

  private static final Tensor INPUT = Tensor.normal(DType.FLOAT64.tensor(ROWS, WIDTH), 99);

  private static Tensor layers(Tensor x, List<Tensor> weights) {
    var h = x;
    for (var w : weights) {
      h = h.matmul(w).tanh();
    }
    return h;
  }

  private static Tensor plain(Tensor x, List<Tensor> weights) {
    return layers(x, weights).square().sum();
  }

  private static Tensor checkpointed(Tensor x, List<Tensor> weights) {
    var h = x;
    for (int i = 0; i < LAYERS; i += SEGMENT) {
      var segment = weights.subList(i, i + SEGMENT);
      h = Autodiff.checkpoint(in -> layers(in, segment)).apply(h);
    }
    return h.square().sum();
  }

  /** Segments within segments: of 64 layers, 16, 4. */
  private static Tensor nested(Tensor x, List<Tensor> weights) {
    return nestedLayers(x, weights).square().sum();
  }

  private static Tensor nestedLayers(Tensor x, List<Tensor> weights) {
    int n = weights.size();
    if (n <= 4) {
      return layers(x, weights);
    }
    var h = x;
    for (int i = 0; i < n; i += n / 4) {
      var segment = weights.subList(i, i + n / 4);
      h = Autodiff.checkpoint(in -> nestedLayers(in, segment)).apply(h);
    }
    return h;
  }

  private static List<NdArray> valueAndGradients(Tensor y, List<Tensor> by) {
    var gradients = y.backward();
    return Stream.concat(Stream.of(y), by.stream().map(gradients::of)).map(Tensor::value).toList();
  }

  @Test
  void gradientsOfAChainOf64LayersAreTheSameBits() {
    var weights = weights();
    var expected = valueAndGradients(plain(INPUT, weights), weights);
    assertEquals(expected, valueAndGradients(checkpointed(INPUT, weights), weights));
    assertEquals(expected, valueAndGradients(nested(INPUT, weights), weights));
  }

  /** The bytes of all arrays that a node holds on to, each once. */
  private static long bytesHeldBy(Tensor output) {
    var seen = Collections.newSetFromMap(new IdentityHashMap<>());
    var arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    var open = new ArrayDeque<>(List.of(output));
    long bytes = 0;
    while (!open.isEmpty()) {
      var node = open.pop();
      if (seen.add(node)) {
        open.addAll(node.inputs());
        if (arrays.add(node.value().storage())) {
          bytes += (long) node.size() * Double.BYTES;
        }
      }
    }
    return bytes;
  }

  @Test
  void anEagerChainHoldsOneValuePerSegment() {
    var weights = weights();
    long given = (long) LAYERS * WIDTH * WIDTH * Double.BYTES + LAYER_BYTES;
    long all = bytesHeldBy(plain(INPUT, weights)) - given;
    long some = bytesHeldBy(checkpointed(INPUT, weights)) - given;
    long fewest = bytesHeldBy(nested(INPUT, weights)) - given;
    assertEquals(8, all - (2 * LAYERS + 1) * LAYER_BYTES); // matmul and tanh of each layer, the square, its sum
    assertEquals(8, some - (LAYERS / SEGMENT + 1) * LAYER_BYTES);
    assertEquals(8, fewest - (4 + 1) * LAYER_BYTES);
    System.out.printf("Chain of %d layers, eager: %,d bytes kept, with checkpoints %,d, nested %,d%n", LAYERS, all,
        some,
        fewest);
  }

  private static Program program(Function<List<Tensor>, Tensor> loss) {
    var types = new ArrayList<TensorType>();
    types.add(INPUT.type());
    weights().forEach(w -> types.add(w.type()));
    return Program.trace(types, in -> {
      var y = loss.apply(in);
      var gradients = y.backward();
      return Stream.concat(Stream.of(y), in.stream().skip(1).map(gradients::of)).toList();
    });
  }

  private static long bytes(Program program) {
    var matcher = Pattern.compile("([\\d,]+) bytes in").matcher(program.explain());
    assertTrue(matcher.find());
    return Long.parseLong(matcher.group(1).replace(",", ""));
  }

  @Test
  void aProgramComputesAgainToo() {
    var plain = program(in -> plain(in.get(0), in.subList(1, in.size())));
    var checkpointed = program(in -> checkpointed(in.get(0), in.subList(1, in.size())));
    var arguments = new ArrayList<>(List.of(INPUT));
    arguments.addAll(weights());
    var expected = plain.run(arguments.toArray(Tensor[]::new)).stream().map(Tensor::value).toList();
    assertEquals(expected, checkpointed.run(arguments.toArray(Tensor[]::new)).stream().map(Tensor::value).toList());
    long results = (long) LAYERS * WIDTH * WIDTH * Double.BYTES;
    long all = bytes(plain) - results;
    long some = bytes(checkpointed) - results;
    System.out.printf("Chain of %d layers, program: %,d bytes, with checkpoints %,d%n", LAYERS, all, some);
    assertTrue(all >= LAYERS * LAYER_BYTES);
    // One value per segment, and a value and its derivative for each layer of the one that is computed again.
    assertTrue(some <= (LAYERS / SEGMENT + 2 * SEGMENT + 4) * LAYER_BYTES, () -> some / LAYER_BYTES + " layers");
    assertEquals(LAYERS, tanhs(plain));
    assertEquals(2 * LAYERS, tanhs(checkpointed), checkpointed::explain);
  }

  private static long tanhs(Program program) {
    return Pattern.compile("\\btanh\\b").matcher(program.explain()).results().count();
  }

  @Test
  void derivativesAgreeWithDifferencesToSecondOrder() {
    var a = Tensor.normal(DType.FLOAT64.tensor(2, 3), 1);
    var b = Tensor.normal(DType.FLOAT64.tensor(2, 3), 2);
    GradientCheck.assertGradients(Autodiff.checkpoint(x -> x.tanh().mul(x.exp())), a);
    GradientCheck.assertGradients(in -> Autodiff.checkpointAll(x -> x.get(0).mul(x.get(1).sin()).mul(x.get(0)))
        .apply(in).tanh(), a, b);
    GradientCheck.assertGradients(
        Autodiff.checkpoint(x -> Autodiff.checkpoint((UnaryOperator<Tensor>) Tensor::tanh).apply(x.sin()).mul(x)), a);
    GradientCheck.assertGradients((x, w) -> Autodiff.checkpoint(h -> h.mul(w).tanh().mul(w)).apply(x.exp()), a, b);
  }

  @Test
  void programsAgreeToSecondOrder() {
    var f = Autodiff.checkpoint(x -> x.tanh().mul(x.exp()));
    Function<Tensor, List<Tensor>> derivatives = x -> {
      var first = Tape.of(f.apply(x).sum()).differentiableBackward().of(x);
      return List.of(first.detach(), first.sum().backward().of(x));
    };
    var at = Tensor.of(0.3, -0.7, 1.1);
    var program = Program.trace(List.of(at.type()), in -> derivatives.apply(in.getFirst()));
    assertEquals(derivatives.apply(Tensor.variable(at)).stream().map(Tensor::value).toList(),
        program.run(at).stream().map(Tensor::value).toList());
  }

  @Test
  void whatIsClosedOverGetsItsGradient() {
    var w = Tensor.variable(3);
    var between = w.square(); // a node of the graph outside
    var x = Tensor.variable(2);
    var y = Autodiff.checkpoint(in -> in.mul(between).add(w.exp().mul(0)).mul(w)).apply(x); // x w³
    var gradients = y.backward();
    assertEquals(54, y.item());
    assertEquals(27, gradients.of(x).item());
    assertEquals(54, gradients.of(w).item()); // 3 x w²
    assertEquals(6, gradients.of(between).item());
  }

  @Test
  void aFunctionRunsOnceAndTakesTheSameBranchesAndNumbersAgain() {
    var runs = new AtomicInteger();
    var f = Autodiff.checkpoint(x -> {
      int run = runs.incrementAndGet();
      return x.item() > 0 ? x.mul(Tensor.of(7.0 * run)).square() : x;
    });
    var x = Tensor.variable(2);
    assertEquals(196, f.apply(x).backward().of(x).item());
    assertEquals(1, runs.get());
  }

  @Test
  void oneBackwardPassComputesAgainOnceForAllInputs() {
    var computed = new AtomicInteger();
    var a = Tensor.variable(2);
    var b = Tensor.variable(3);
    var y = Autodiff.checkpointAll(in -> Tensor.apply(new Counted(computed), in.get(0).mul(in.get(1))))
        .apply(List.of(a, b));
    var gradients = y.backward();
    assertEquals(3, gradients.of(a).item());
    assertEquals(2, gradients.of(b).item());
    assertEquals(2, computed.get());
  }

  @Test
  void masksAreComputedAgainAndStoppedGradientsStayStopped() {
    var x = Tensor.variable(-2.0, 3.0);
    var y = Autodiff.checkpoint(in -> in.greater(0).where(in.square(), in.detach().mul(in))).apply(x);
    assertEquals(Tensor.of(-2.0, 6.0).value(), y.sum().backward().of(x).value());
    assertTrue(y.inputs().getFirst().inputs().stream().allMatch(in -> in.dtype().isFloating()));
  }

  @Test
  void withoutAnythingTrackedNothingIsKept() {
    var y = Autodiff.checkpoint(Tensor::exp).apply(Tensor.of(1.0));
    assertFalse(y.isTracked());
    assertEquals(Op.Leaf.CONSTANT, y.op());
    var mask = Autodiff.checkpoint(x -> x.greater(0)).apply(Tensor.variable(1));
    assertTrue(mask.inputs().isEmpty());
  }

  @Test
  void whatGivesItsArgumentOrSomethingElseIsDifferentiatedToo() {
    var x = Tensor.variable(2);
    var w = Tensor.variable(3);
    assertEquals(1, Autodiff.checkpoint((UnaryOperator<Tensor>) in -> in).apply(x).backward().of(x).item());
    assertEquals(1, Autodiff.checkpoint((UnaryOperator<Tensor>) in -> w).apply(x).backward().of(w).item());
    assertSame(w, Autodiff.checkpoint((UnaryOperator<Tensor>) in -> w).apply(x).inputs().getFirst().inputs().get(1));
  }

  // What it does not depend on

  /** Functions of v, which may be tracked, and x, some of which do not depend on v, or nowhere on either. */
  private static final List<Function<List<Tensor>, Tensor>> LAZY = List.of(
      in -> in.get(1).square(),
      in -> in.get(0).stopGradient().mul(in.get(1)),
      in -> in.get(0).greater(0).where(in.get(1).sin(), in.get(1)),
      in -> in.get(0).sub(in.get(0).stopGradient()).add(in.get(1).square()), // straight through
      in -> in.get(1).indexSelect(0, in.get(0).cast(DType.INT32)),
      in -> Autodiff.checkpointAll(l -> l.get(1).square()).apply(in),
      in -> Autodiff.checkpointAll(l -> l.get(0).stopGradient().mul(l.get(1))).apply(in).mul(in.get(1)));

  private static Tensor grad(Function<List<Tensor>, Tensor> f, int i, Tensor v, Tensor x) {
    UnaryOperator<Tensor> of = at -> f.apply(i == 0 ? List.of(at, x) : List.of(v, at)).sum();
    return Autodiff.grad(of).apply(i == 0 ? v : x);
  }

  @Test
  void whatItDoesNotDependOnGetsZeros() {
    var v = Tensor.of(1.0, 0, 1);
    var x = Tensor.of(2.0, -0.5, 3);
    var direction = Tensor.of(1.0, 2, -1);
    for (var f : LAZY) {
      Function<List<Tensor>, Tensor> g = Autodiff.checkpointAll(f);
      for (int i : new int[]{0, 1}) {
        int by = i;
        for (var derivative : List.<Function<Function<List<Tensor>, Tensor>, UnaryOperator<Tensor>>>of(
            h -> at -> grad(h, by, by == 0 ? at : v, by == 0 ? x : at),
            h -> at -> Autodiff.jvp((Tensor t) -> h.apply(by == 0 ? List.of(t, x) : List.of(v, t)), at, direction),
            h -> at -> grad(in -> grad(h, 1 - by, in.get(0), in.get(1)), by, by == 0 ? at : v, by == 0 ? x : at),
            h -> at -> grad(in -> grad(h, by, in.get(0), in.get(1)).square(), by, by == 0 ? at : v,
                by == 0 ? x : at))) {
          var at = by == 0 ? v : x;
          var expected = derivative.apply(f).apply(at).value();
          assertEquals(expected, derivative.apply(g).apply(at).value());
          assertEquals(expected, Autodiff.compile(derivative.apply(g)).apply(at).value());
          var batch = Tensor.stack(0, at, at);
          assertEquals(Tensor.stack(0, Tensor.of(expected), Tensor.of(expected)).value(),
              Autodiff.vmap(derivative.apply(g)).apply(batch).value());
        }
      }
    }
  }

  @Test
  void aTensorGivenTwiceStandsInBothPlaces() {
    var n = Tensor.of(1, 2);
    var x = Tensor.variable(3.0, 4);
    var f = Autodiff
        .checkpointAll(in -> in.get(0).cast(DType.FLOAT64).mul(in.get(2)).add(in.get(1).cast(DType.FLOAT64)));
    assertEquals(Tensor.of(1.0, 2).value(), f.apply(List.of(n, n, x)).sum().backward().of(x).value());
  }
}
