package dev.adjoint.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.DType;
import dev.adjoint.Program;
import dev.adjoint.Shape;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.Randomness;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Mode;
import dev.adjoint.nn.Parameter;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Metric;
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
  /** Programs kept: of a step of full batches and of the last ones, for a few datasets in turn. */
  private static final int PROGRAMS = 8;

  private final Layer model;
  private final Loss loss;
  private final Regularizer regularizer;
  private final Optimizer optimizer;
  private final Parameters parameters;
  private final List<Integer> slotsOf; // how many of each parameter
  private final List<Parameter> cells; // the parameters and, behind them, the slots
  private final Recent<Traced, Program> programs = new Recent<>(PROGRAMS);
  private int steps;
  private int epochs;
  private double lastLoss = Double.NaN; // of the last step

  /** Without regularization. */
  public Trainer(Layer model, Loss loss, Optimizer optimizer) {
    this(model, loss, Regularizer.NONE, optimizer);
  }

  /**
   * A trainer for a model whose parameters have values.
   *
   * @throws IllegalArgumentException if the model has no parameters
   * @throws IllegalStateException if the model is not initialized
   */
  public Trainer(Layer model, Loss loss, Regularizer regularizer, Optimizer optimizer) {
    this.model = model;
    this.loss = loss;
    this.regularizer = regularizer;
    this.optimizer = optimizer;
    this.parameters = model.parameters();
    if (parameters.isEmpty()) {
      throw new IllegalArgumentException(
          "trainer: " + model.name() + " has no parameters, so there is nothing to train");
    }
    var slots = parameters.stream().map(p -> optimizer.slots(p.value().detach())).toList();
    this.slotsOf = slots.stream().map(List::size).toList();
    this.cells = Stream.concat(parameters.stream(), slots.stream().flatMap(List::stream).map(Trainer::slot)).toList();
  }

  private static Parameter slot(Tensor start) {
    var cell = Parameter.weights("slot", start.shape(), Initializer.zeros());
    cell.set(start);
    return cell;
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
  public Step gradients(Dataset batch, Mode mode) {
    var pass = pass(batch, mode);
    return new Step(pass.loss.item(), pass.output.detach(), pass.gradients);
  }

  /** Forward and backward; a function of the present parameters that can be traced. */
  private Pass pass(Dataset batch, Mode mode) {
    var output = model.forward(batch.inputs(), mode);
    var value = loss.of(output, batch.targets());
    if (!value.shape().equals(Shape.SCALAR)) {
      throw new IllegalArgumentException("trainer: the loss of a batch is " + value.type() + ", not one number");
    }
    var variables = parameters.stream().map(Parameter::value).toArray(Tensor[]::new);
    var gradients = Tape.of(regularizer.addTo(value, parameters)).to(variables).backward();
    return new Pass(value, output, Arrays.stream(variables).map(gradients::orZero).toList());
  }

  private record Pass(Tensor loss, Tensor output, List<Tensor> gradients) {
  }

  /**
   * One step of the optimizer, by gradients in the order of the model's parameters.
   *
   * @throws IllegalArgumentException if there is not one for each parameter
   */
  public void update(List<Tensor> gradients) {
    if (gradients.size() != parameters.size()) {
      throw new IllegalArgumentException("trainer: " + gradients.size() + " gradients for " + parameters.size()
          + " parameters; it takes one for each, in their order, as gradients(batch, mode) gives them");
    }
    keep(next(state(), gradients, Tensor.of((double) ++steps)));
  }

  /** The parameters and, behind them, what the optimizer remembers. */
  private List<Tensor> state() {
    return cells.stream().map(Parameter::value).map(Tensor::detach).toList();
  }

  private void keep(List<Tensor> state) {
    for (int i = 0; i < cells.size(); i++) {
      cells.get(i).set(state.get(i));
    }
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
    requireExamples("fit", train);
    validation.ifPresent(data -> requireExamples("fit", data));
    var history = new ArrayList<Epoch>();
    plan.listener().started(plan.epochs(), Math.ceilDiv(train.size(), plan.batchSize()));
    try {
      for (int e = 0; e < plan.epochs(); e++) {
        var scores = epoch(train, plan);
        var epoch = new Epoch(epochs, optimizer.learningRate().at(steps), scores,
            validation.map(data -> evaluate(data, plan.metrics())));
        history.add(epoch);
        plan.listener().epoch(epoch);
        if (plan.stopWhen().test(epoch)) {
          break;
        }
      }
    } finally {
      plan.listener().finished();
    }
    return new History(history);
  }

  private static void requireExamples(String operation, Dataset data) {
    if (data.size() == 0) {
      throw new IllegalArgumentException(operation + ": no examples: inputs " + data.inputs().type() + ", targets "
          + data.targets().type());
    }
  }

  private Scores epoch(Dataset train, Plan plan) {
    epochs++;
    int[] order = train.shuffled(Randomness.mix(plan.seed(), epochs));
    var sum = new Scores.Sum(plan.metrics());
    var state = Program.State.of(state());
    int size = Math.min(plan.batchSize(), order.length);
    try {
      for (int from = 0; from < order.length; from += size) {
        var batch = train.select(Arrays.copyOfRange(order, from, Math.min(from + size, order.length)));
        var step = plan.compiled() ? replay(state, batch, plan) : step(batch, plan);
        if (plan.stopsAtNonFinite() && !Double.isFinite(step.loss())) {
          throw new NonFiniteLossException(step.loss(), epochs, from / size + 1, steps + 1, lastLoss);
        }
        lastLoss = step.loss();
        Runnable told = () -> {
          sum.add(step.loss(), step.output(), batch.targets());
          plan.listener().batch(epochs, sum.average());
        };
        if (plan.compiled()) {
          Parameter.within(state, cells, told);
        } else {
          told.run();
        }
      }
    } finally { // a listener that throws loses no step
      if (plan.compiled()) {
        keep(state.values());
      }
    }
    return sum.average();
  }

  private Step step(Dataset batch, Plan plan) {
    var step = gradients(batch, new Mode.Training(plan.seed(), steps));
    if (Double.isFinite(step.loss()) || !plan.stopsAtNonFinite()) {
      update(step.gradients());
    }
    return step;
  }

  /** The same step by a program, traced for the first batch of its type. The state is updated in place. */
  private Step replay(Program.State state, Dataset batch, Plan plan) {
    var traced = new Traced(batch.inputs().type(), batch.targets().type(), plan.stopsAtNonFinite());
    var results = programs.get(traced, this::trace).step(state, batch.inputs(), batch.targets(),
        Mode.Training.counter(plan.seed(), steps), Tensor.of(steps + 1.0));
    var step = new Step(results.get(0).item(), results.get(1), List.of());
    if (Double.isFinite(step.loss()) || !plan.stopsAtNonFinite()) {
      steps++;
    }
    return step;
  }

  private Program trace(Traced step) {
    int states = cells.size();
    var types = Stream.concat(state().stream().map(Tensor::type), Stream.of(step.inputs, step.targets,
        DType.INT32.tensor(), DType.FLOAT64.tensor())).toList();
    return Program.trace(types, states, in -> {
      var state = in.subList(0, states);
      var standIns = new HashMap<Parameter, Tensor>();
      for (int i = 0; i < parameters.size(); i++) {
        standIns.put(parameters.get(i), state.get(i));
      }
      var rest = in.subList(states, in.size());
      return Parameter.with(standIns, () -> {
        var pass = pass(new Dataset(rest.get(0), rest.get(1)), new Mode.Training(rest.get(2)));
        var next = next(state, pass.gradients, rest.get(3));
        var results = new ArrayList<>(step.stopsAtNonFinite ? whereFinite(pass.loss, next, state) : next);
        results.add(pass.loss.detach());
        results.add(pass.output.detach());
        return results;
      });
    });
  }

  /** The next state, or the present one if the loss is not a finite number. */
  private static List<Tensor> whereFinite(Tensor loss, List<Tensor> next, List<Tensor> state) {
    var isFinite = loss.abs().less(Double.POSITIVE_INFINITY);
    return IntStream.range(0, state.size()).mapToObj(i -> isFinite.where(next.get(i), state.get(i))).toList();
  }

  private record Traced(TensorType inputs, TensorType targets, boolean stopsAtNonFinite) {
  }

  /** The number of programs that are kept. */
  int programs() {
    return programs.size();
  }

  /** Loss and metrics of the model as it is, in use and not in training. */
  public Scores evaluate(Dataset data, List<Metric> metrics) {
    requireExamples("evaluate", data);
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
