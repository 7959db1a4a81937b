package dev.adjoint.benchmarks;

import java.util.ArrayList;
import java.util.List;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;
import dev.adjoint.array.NdArray;
import dev.adjoint.nn.optim.Adam;
import dev.adjoint.nn.optim.Optimizer;
import dev.adjoint.nn.optim.Sgd;

/** Trains a network with Adjoint, line by line. */
final class AdjointNetwork implements Contender {
  private final Formulas formulas;
  private final Tensor x;
  private final Tensor target;
  private List<Tensor> state;
  private Tensor loss;

  AdjointNetwork(Network network) {
    formulas = new Formulas(network);
    x = formulas.inputs();
    target = formulas.targets();
    state = formulas.state();
  }

  /** A training step as formulas; the compiled contender uses the same. */
  record Formulas(Network network) {

    /** The number of the step, then weights and biases layer by layer, then what the optimizer remembers of each. */
    List<Tensor> state() {
      var state = new ArrayList<Tensor>();
      state.add(Tensor.of(0.0));
      state.addAll(parameters());
      parameters().forEach(w -> state.addAll(optimizer().slots(w)));
      return state;
    }

    List<Tensor> parameters() {
      var parameters = new ArrayList<Tensor>();
      for (int i = 0; i < network.layers(); i++) {
        parameters.add(tensor(Shape.of(network.in(i), network.out(i)), network.weights(i)));
        parameters.add(tensor(Shape.of(network.out(i)), new double[network.out(i)]));
      }
      return parameters;
    }

    Tensor inputs() {
      return tensor(Shape.of(network.batch(), network.in(0)), network.inputs());
    }

    Tensor targets() {
      return switch (network.task()) {
        case CLASSIFY -> Tensor.of(network.labels());
        case FIT -> tensor(Shape.of(network.batch(), network.widths().getLast()), network.targets());
      };
    }

    private Tensor tensor(Shape shape, double... values) {
      return tensorOf(network.dtype(), shape, values);
    }

    private Optimizer optimizer() {
      return switch (network.task()) {
        case CLASSIFY ->
          new Adam(Network.LEARNING_RATE, Network.BETA1, Network.BETA2, Network.EPSILON);
        case FIT -> new Sgd(Network.LEARNING_RATE);
      };
    }

    Tensor loss(List<Tensor> parameters, Tensor x, Tensor target) {
      var y = x;
      for (int i = 0; i < network.layers(); i++) {
        var z = y.matmul(parameters.get(2 * i)).addBias(parameters.get(2 * i + 1));
        y = i == network.layers() - 1 ? z : network.task() == Network.Task.CLASSIFY ? z.relu() : z.tanh();
      }
      return switch (network.task()) {
        case CLASSIFY -> y.softmaxCrossEntropy(target).mean();
        case FIT -> y.sub(target).square().mean();
      };
    }

    /** The next state, then the loss before. */
    List<Tensor> step(List<Tensor> state, Tensor x, Tensor target) {
      int n = 2 * network.layers();
      var w = state.subList(1, 1 + n).stream().map(p -> p.isTracked() ? p : Tensor.variable(p)).toList();
      var loss = loss(w, x, target);
      var gradients = Tape.of(loss).to(w.toArray(Tensor[]::new)).backward();
      var t = state.get(0).detach().add(1);
      var next = new ArrayList<Tensor>(List.of(t));
      var slots = new ArrayList<Tensor>();
      int perParameter = (state.size() - 1 - n) / n;
      for (int i = 0; i < n; i++) {
        int at = 1 + n + i * perParameter;
        var update = optimizer().update(w.get(i).detach(), gradients.of(w.get(i)),
            state.subList(at, at + perParameter), t);
        next.add(update.w());
        slots.addAll(update.slots());
      }
      next.addAll(slots);
      next.add(loss);
      return next;
    }
  }

  static Tensor tensorOf(DType dtype, Shape shape, double... values) {
    return Tensor.of(dtype == DType.FLOAT32
        ? NdArray.wrap(shape, Network.floats(values))
        : NdArray.wrap(shape, values));
  }

  @Override
  public Library library() {
    return Library.ADJOINT_EAGER;
  }

  @Override
  public void step() {
    var next = formulas.step(state, x, target);
    state = next.subList(0, next.size() - 1);
    loss = next.getLast();
  }

  @Override
  public double check() {
    step();
    return loss.item();
  }
}
