package dev.adjoint.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.adjoint.Program;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.Randomness;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Parameter;
import dev.adjoint.nn.Phase;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optim.Optimizer;
import dev.adjoint.nn.regularization.Regularizer;

/**
 * Fits a model's parameters to data. One step is two separate functions, so that something else can stand between them:
 * {@link #gradients} of a batch, and {@link #update} of the parameters by gradients.
 *
 * <p>The trainer keeps what the optimizer remembers and the number of steps and epochs so far, so that {@link #fit} can be
 * called again to go on. It is not safe for use by several threads.
 */
public final class Trainer {
  /** Examples evaluated at once when nothing is differentiated. */
  private static final int EVALUATED_AT_ONCE = 1024;

  private final Layer model;
  private final Loss loss;
  private final Regularizer regularizer;
  private final Optimizer optimizer;
  private final List<Parameter> parameters;
  private final List<Integer> slotsOf; // how many of each parameter
  private final Map<Traced, Program> programs = new HashMap<>();
  private List<Tensor> slots;
  private int steps;
  private int epochs;

  /** Without regularization. */
  public Trainer(Layer model, Loss loss, Optimizer optimizer) {
    this(model, loss, Regularizer.NONE, optimizer);
  }

  /**
   * A trainer for a model whose parameters have values.
   *
   * @throws IllegalStateException if the model is not initialized
   */
  public Trainer(Layer model, Loss loss, Regularizer regularizer, Optimizer optimizer) {
    this.model = model;
    this.loss = loss;
    this.regularizer = regularizer;
    this.optimizer = optimizer;
    this.parameters = model.parameters();
    var initial = parameters.stream().map(p -> optimizer.slots(p.value().detach())).toList();
    this.slotsOf = initial.stream().map(List::size).toList();
    this.slots = initial.stream().flatMap(List::stream).toList();
  }

  /**
   * What a batch says.
   *
   * @param loss of the batch, without regularization
   * @param output of the model
   * @param gradients of loss and regularization, in the order of the model's parameters
   */
  public record Step(double loss, Tensor output, List<Tensor> gradients) {
  }

  /** The gradients of a batch: ∇(loss + regularization) by every parameter. Changes nothing. */
  public Step gradients(Dataset batch, Phase phase) {
    var pass = pass(batch, phase);
    return new Step(pass.loss.item(), pass.output.detach(), pass.gradients);
  }

  /** Forward and backward; a function of the present parameters that can be traced. */
  private Pass pass(Dataset batch, Phase phase) {
    var output = model.forward(batch.inputs(), phase);
    var value = loss.of(output, batch.targets());
    var variables = parameters.stream().map(Parameter::value).toArray(Tensor[]::new);
    var gradients = Tape.of(regularizer.addTo(value, parameters)).to(variables).backward();
    return new Pass(value, output, Arrays.stream(variables).map(gradients::orZero).toList());
  }

  private record Pass(Tensor loss, Tensor output, List<Tensor> gradients) {
  }

  /** One step of the optimizer, by gradients in the order of the model's parameters. */
  public void update(List<Tensor> gradients) {
    steps++;
    keep(next(state(), gradients, Tensor.of(1.0).cast(gradients.getFirst().dtype()).mul(steps)));
  }

  /** The parameters and, behind them, what the optimizer remembers. */
  private List<Tensor> state() {
    return Stream.concat(parameters.stream().map(Parameter::value), slots.stream()).map(Tensor::detach).toList();
  }

  private void keep(List<Tensor> state) {
    for (int i = 0; i < parameters.size(); i++) {
      parameters.get(i).set(state.get(i));
    }
    slots = state.subList(parameters.size(), state.size());
  }

  /** The state after a step; a pure function that can be traced. */
  private List<Tensor> next(List<Tensor> state, List<Tensor> gradients, Tensor t) {
    var weights = new ArrayList<Tensor>();
    var remembered = new ArrayList<Tensor>();
    int at = parameters.size();
    for (int i = 0; i < parameters.size(); i++) {
      int n = slotsOf.get(i);
      var update = optimizer.update(state.get(i), gradients.get(i), state.subList(at, at + n), t);
      weights.add(update.w());
      remembered.addAll(update.slots());
      at += n;
    }
    weights.addAll(remembered);
    return weights;
  }

  /** Trains on all examples as planned. */
  public History fit(Dataset train, Plan plan) {
    return fit(train, Optional.empty(), plan);
  }

  /** Trains on one part of the data and validates on another after every epoch. */
  public History fit(Dataset train, Dataset validation, Plan plan) {
    return fit(train, Optional.of(validation), plan);
  }

  private History fit(Dataset train, Optional<Dataset> validation, Plan plan) {
    var history = new ArrayList<Epoch>();
    plan.listener().started(plan.epochs(), Math.ceilDiv(train.size(), plan.batchSize()));
    try {
      for (int e = 0; e < plan.epochs(); e++) {
        var scores = epoch(train, plan);
        var epoch = new Epoch(epochs, optimizer.learningRate().at(steps), scores,
            validation.map(data -> evaluate(data, plan.metrics())));
        history.add(epoch);
        plan.listener().epoch(epoch);
        if (plan.until().test(epoch)) {
          break;
        }
      }
    } finally {
      plan.listener().finished();
    }
    return new History(history);
  }

  private Scores epoch(Dataset train, Plan plan) {
    epochs++;
    int[] order = train.shuffled(Randomness.mix(plan.seed(), epochs));
    var sum = new Scores.Sum(plan.metrics());
    var state = Program.State.of(state());
    try {
      for (int from = 0; from < order.length; from += Math.min(plan.batchSize(), order.length)) {
        int to = (int) Math.min((long) from + plan.batchSize(), order.length);
        var positions = Tensor.of(Arrays.copyOfRange(order, from, to));
        var step = plan.compiled() ? replay(state, train, positions, plan.seed()) : step(train, positions, plan.seed());
        sum.add(step.loss(), step.output(), train.targets().indexSelect(0, positions));
        plan.listener().batch(epochs, sum.average());
      }
    } finally { // a listener that throws loses no step
      if (plan.compiled()) {
        keep(state.values());
      }
    }
    return sum.average();
  }

  private Step step(Dataset data, Tensor positions, long seed) {
    var step = gradients(data.select(positions), new Phase.Training(seed, Tensor.of(steps)));
    update(step.gradients());
    return step;
  }

  /** The same step by a program, traced for the first batch of its size. The state is updated in place. */
  private Step replay(Program.State state, Dataset data, Tensor positions, long seed) {
    var dtype = parameters.getFirst().value().dtype();
    var arguments = new Tensor[]{data.inputs(), data.targets(), positions, Tensor.of(steps),
        Tensor.of(1.0).cast(dtype).mul(++steps)};
    var types = Stream.concat(state().stream(), Arrays.stream(arguments)).map(Tensor::type).toList();
    var program = programs.computeIfAbsent(new Traced(types, seed), traced -> trace(types, seed));
    var results = program.step(state, arguments);
    return new Step(results.get(0).item(), results.get(1), List.of());
  }

  private Program trace(List<TensorType> types, long seed) {
    int states = types.size() - 5;
    return Program.trace(types, states, in -> {
      var standIns = new HashMap<Parameter, Tensor>();
      for (int i = 0; i < parameters.size(); i++) {
        standIns.put(parameters.get(i), in.get(i));
      }
      var rest = in.subList(states, in.size());
      return Parameter.with(standIns, () -> {
        var batch = new Dataset(rest.get(0), rest.get(1)).select(rest.get(2));
        var pass = pass(batch, new Phase.Training(seed, rest.get(3)));
        var results = new ArrayList<>(next(in.subList(0, states), pass.gradients, rest.get(4)));
        results.add(pass.loss);
        results.add(pass.output);
        return results;
      });
    });
  }

  private record Traced(List<TensorType> types, long seed) {
  }

  /** Loss and metrics of the model as it is, in use and not in training. */
  public Scores evaluate(Dataset data, List<Metric> metrics) {
    var sum = new Scores.Sum(metrics);
    for (int from = 0; from < data.size(); from += EVALUATED_AT_ONCE) {
      int to = Math.min(data.size(), from + EVALUATED_AT_ONCE);
      var batch = new Dataset(data.inputs().slice(0, from, to), data.targets().slice(0, from, to));
      var output = model.forward(batch.inputs()).detach();
      sum.add(loss.of(output, batch.targets()).item(), output, batch.targets());
    }
    return sum.average();
  }
}
