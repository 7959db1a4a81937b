package dev.adjoint.nn.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import dev.adjoint.Autodiff;
import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.control.Carry;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Mode;
import dev.adjoint.nn.Parameter;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Dropout;
import dev.adjoint.nn.loss.MeanSquaredError;
import dev.adjoint.nn.optim.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a model does in Java while its step is traced: it means the same when compiled, or it is refused. */
class TracedStepTest {
  private static final Dataset DATA = new Dataset(Tensor.normal(DType.FLOAT64.tensor(8, 3), 1),
      Tensor.normal(DType.FLOAT64.tensor(8, 3), 2));
  private static final Plan COMPILED = Plan.epochs(2).batchSize(4);

  private static final Dropout DROPOUT = new Dropout(0.5);

  /** Models that draw in something that is traced by itself. */
  private static Map<String, BiFunction<Tensor, Mode, Tensor>> loops() {
    var loops = new LinkedHashMap<String, BiFunction<Tensor, Mode, Tensor>>();
    loops.put("scan", (x, mode) -> Autodiff.scan((Tensor c, Tensor row) -> {
      var next = c.add(DROPOUT.forward(row, mode));
      return new Carry<>(next, next);
    }, Tensor.zeros(3), x).output());
    loops.put("whileLoop", (x, mode) -> Autodiff.whileLoop(c -> c.square().sum().less(100),
        c -> DROPOUT.forward(c, mode).mul(2).add(1), x));
    loops.put("whileLoop with a limit", (x, mode) -> Autodiff.whileLoop(c -> c.square().sum().less(100),
        c -> DROPOUT.forward(c, mode).mul(2).add(1), x, 3));
    loops.put("cond", (x, mode) -> Autodiff.cond(x.sum().greater(0), c -> DROPOUT.forward(c, mode), c -> c, x));
    loops.put("vmap", (x, mode) -> Autodiff.vmap((Tensor row) -> DROPOUT.forward(row, mode)).apply(x));
    return loops;
  }

  static Stream<String> names() {
    return loops().keySet().stream();
  }

  private record Model(Dense dense, BiFunction<Tensor, Mode, Tensor> function) implements Layer {
    Model(BiFunction<Tensor, Mode, Tensor> function) {
      this(new Dense(3, 3), function);
      dense.initialize(DType.FLOAT64, 3);
    }

    @Override
    public Tensor forward(Tensor x, Mode mode) {
      return function.apply(dense.forward(x, mode), mode);
    }

    @Override
    public Parameters parameters() {
      return dense.parameters();
    }

    History fit(Plan plan) {
      return new Trainer(this, new MeanSquaredError(), new Sgd(0.1)).fit(DATA, plan);
    }

    List<Double> weights() {
      return list(dense.weights().value());
    }
  }

  private static List<Double> list(Tensor x) {
    return Arrays.stream(x.toDoubles()).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void dropoutInALoopIsRefused(String name) {
    var model = new Model(loops().get(name));
    var before = model.weights();
    var e = assertThrows(IllegalStateException.class, () -> model.fit(COMPILED));
    assertTrue(
        e.getMessage().startsWith("training: random numbers of a step, as dropout needs them, drawn inside of a loop"),
        e.getMessage());
    assertEquals(before, model.weights());
  }

  /** What is drawn in front of a loop is part of the step itself, and a checkpoint draws once for forward and backward. */
  @Test
  void dropoutInFrontOfALoopAndInACheckpointIsTheSameCompiled() {
    BiFunction<Tensor, Mode, Tensor> before = (x, mode) -> loops().get("scan").apply(DROPOUT.forward(x, mode),
        Mode.INFERENCE);
    BiFunction<Tensor, Mode, Tensor> checkpoint = (x, mode) -> DROPOUT.forward(
        Autodiff.checkpoint((Tensor y) -> DROPOUT.forward(y, mode).tanh()).apply(x), mode);
    for (var function : List.of(before, checkpoint)) {
      var eager = new Model(function);
      var compiled = new Model(function);
      assertEquals(eager.fit(COMPILED.eager()), compiled.fit(COMPILED));
      assertEquals(eager.weights(), compiled.weights());
      assertNotEquals(new Model((x, mode) -> x).fit(COMPILED), compiled.fit(COMPILED));
    }
  }

  /** A running mean: kept by steps, refused where it would be lost. */
  @Test
  void aParameterThatForwardSetsIsKeptOrRefused() {
    var mean = Parameter.weights("mean", Shape.of(3), Initializer.zeros());
    mean.initialize(DType.FLOAT64, 1);
    BiFunction<Tensor, Mode, Tensor> centred = (x, mode) -> {
      if (mode instanceof Mode.Training) {
        mean.set(mean.value().mul(0.9).add(x.mean(0).mul(0.1)));
      }
      return x.sub(mean.value().detach());
    };
    new Model(centred).fit(COMPILED.eager());
    var kept = list(mean.value());
    assertNotEquals(List.of(0.0, 0.0, 0.0), kept);
    var e = assertThrows(IllegalStateException.class, () -> new Model(centred).fit(COMPILED));
    assertEquals(
        "parameter mean[3] cannot be set by a function that is being traced: it would be set once, and not in each run; "
            + "let the function return it, or train with Plan.eager()",
        e.getMessage());
    assertThrows(IllegalStateException.class, () -> Autodiff.compile((Tensor x) -> {
      mean.initialize(DType.FLOAT64, 1);
      return x;
    }).apply(Tensor.of(1.0)));
    assertEquals(kept, list(mean.value()));
  }

  /** A layer that the model uses and does not list is frozen; what a listener sets in it counts. */
  @Test
  void aFrozenLayerIsReadAnewInEachStep() {
    var eager = frozen(COMPILED.eager());
    assertEquals(eager, frozen(COMPILED));
  }

  private static List<Object> frozen(Plan plan) {
    var frozen = new Dense(3, 3);
    frozen.initialize(DType.FLOAT64, 5);
    var start = list(frozen.weights().value());
    var model = new Model((x, mode) -> new Sequential(frozen).forward(x.tanh(), mode));
    var history = model.fit(plan.listener(new Listener() {
      @Override
      public void batch(int epoch, Scores soFar) {
        frozen.weights().set(frozen.weights().value().detach().mul(0.5));
      }
    }));
    assertNotEquals(start, list(frozen.weights().value()));
    return List.of(history, model.weights());
  }
}
