package dev.adjoint.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Dropout;
import dev.adjoint.nn.loss.BinaryCrossEntropy;
import dev.adjoint.nn.loss.CrossEntropy;
import dev.adjoint.nn.loss.HalfSquaredError;
import dev.adjoint.nn.loss.MeanSquaredError;
import dev.adjoint.nn.loss.SigmoidCrossEntropy;
import dev.adjoint.nn.optim.Adam;
import dev.adjoint.nn.optim.Momentum;
import dev.adjoint.nn.optim.Optimizer;
import dev.adjoint.nn.optim.Sgd;
import dev.adjoint.nn.regularization.L1;
import dev.adjoint.nn.regularization.L2;
import dev.adjoint.testkit.AwayFrom;
import dev.adjoint.testkit.Dims;
import dev.adjoint.testkit.TensorRange;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

import static dev.adjoint.testkit.GradientAssertions.assertCompiles;
import static dev.adjoint.testkit.GradientAssertions.assertGradients;

/** Models, losses and updates as functions of everything they depend on: right to second order, and compiled the same. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class GradientsTest {
  private static final int INPUTS = 3;

  /** Two or three dense layers, each with an activation behind it. */
  @Provide
  Arbitrary<Sequential> models() {
    var widths = Arbitraries.integers().between(1, 4).list().ofMinSize(1).ofMaxSize(2);
    var activations = Arbitraries.of(Activation.values()).list().ofSize(3);
    return Combinators.combine(widths, activations, Arbitraries.longs()).as((hidden, chosen, seed) -> {
      var layers = new ArrayList<Layer>();
      int width = INPUTS;
      for (int i = 0; i <= hidden.size(); i++) {
        int next = i < hidden.size() ? hidden.get(i) : 2;
        layers.add(new Dense(width, next));
        layers.add(chosen.get(i));
        width = next;
      }
      return new Sequential(layers.toArray(Layer[]::new)).initialize(DType.FLOAT64, seed);
    });
  }

  /** The output as a function of the batch and of every parameter. */
  private static Function<List<Tensor>, Tensor> function(Layer model) {
    var parameters = model.parameters();
    return in -> {
      var standIns = IntStream.range(0, parameters.size()).boxed()
          .collect(Collectors.toMap(parameters::get, i -> in.get(i + 1)));
      return Parameter.with(standIns, () -> model.forward(in.getFirst()));
    };
  }

  /** Biases of 0 would leave what is behind a row of idle units exactly at its kink. */
  private static Tensor[] arguments(Layer model, Tensor batch) {
    return Stream.concat(Stream.of(batch), model.parameters().stream()
        .map(p -> p.isBias() ? Tensor.normal(p.value().type(), 7) : p.value().detach())).toArray(Tensor[]::new);
  }

  @Property(tries = 40, seed = "1")
  void models(@ForAll("models") Sequential model,
      @ForAll @Dims({-1, INPUTS}) @TensorRange(min = -2, max = 2) @AwayFrom(0) Tensor batch) {
    assertGradients(function(model), arguments(model, batch));
  }

  @Property(tries = 30, seed = "2")
  void compiledModels(@ForAll("models") Sequential model,
      @ForAll @Dims({-1, INPUTS}) @TensorRange(min = -2, max = 2) Tensor batch) {
    assertCompiles(function(model), arguments(model, batch));
  }

  @Property(tries = 20, seed = "3")
  void losses(@ForAll @Dims({3, 2}) @TensorRange(min = -4, max = 4) Tensor output,
      @ForAll @Dims({3, 2}) @TensorRange(min = 0.05, max = 0.95) Tensor probability) {
    assertGradients(new MeanSquaredError()::of, output, probability);
    assertGradients(new HalfSquaredError()::of, output, probability);
    assertGradients(new SigmoidCrossEntropy()::of, output, probability);
    assertGradients(new CrossEntropy()::of, output, probability);
    assertGradients(logits -> new CrossEntropy().of(logits, Tensor.of(1, 0, 1)), output);
    assertGradients(new BinaryCrossEntropy()::of, output.sigmoid(), probability);
  }

  @Property(tries = 20, seed = "4")
  void penalties(@ForAll @AwayFrom(0) Tensor weights) {
    assertGradients(new L1(0.3)::of, weights);
    assertGradients(new L2(0.3)::of, weights);
  }

  @Property(tries = 20, seed = "5")
  void dropoutThatLetsAllThrough(@ForAll @Dims({-1, INPUTS}) Tensor batch) {
    assertGradients(x -> new Dropout(0.5).forward(x), batch);
  }

  /** An update is a formula as well: meta-learning differentiates through it. */
  @Property(tries = 20, seed = "6")
  void updates(@ForAll @Dims({4}) Tensor w, @ForAll @Dims({4}) @AwayFrom(value = 0, by = 0.1) Tensor g) {
    for (var optimizer : List.<Optimizer>of(new Sgd(0.1), Momentum.classical(0.1, 0.9), new Adam(0.1))) {
      Function<List<Tensor>, Tensor> step = in -> optimizer
          .update(in.get(0), in.get(1), optimizer.slots(in.get(0)), Tensor.of(3.0)).w();
      assertGradients(step, w, g);
      assertCompiles(step, w, g);
    }
  }
}
