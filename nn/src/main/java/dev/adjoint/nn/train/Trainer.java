package dev.adjoint.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.adjoint.Tape;
import dev.adjoint.Tensor;
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
  private final List<List<Tensor>> slots = new ArrayList<>();
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
    parameters.forEach(p -> slots.add(optimizer.slots(p.value())));
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
    var output = model.forward(batch.inputs(), phase);
    var value = loss.of(output, batch.targets());
    var objective = regularizer.addTo(value, parameters);
    var variables = parameters.stream().map(Parameter::value).toArray(Tensor[]::new);
    var gradients = Tape.of(objective).to(variables).backward();
    return new Step(value.item(), output.detach(), Arrays.stream(variables).map(gradients::orZero).toList());
  }

  /** One step of the optimizer, by gradients in the order of the model's parameters. */
  public void update(List<Tensor> gradients) {
    steps++;
    for (int i = 0; i < parameters.size(); i++) {
      var parameter = parameters.get(i);
      var w = parameter.value().detach();
      var update = optimizer.update(w, gradients.get(i), slots.get(i), w.scalar(steps));
      parameter.set(update.w());
      slots.set(i, update.slots());
    }
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
        var epoch = new Epoch(epochs, scores, validation.map(data -> evaluate(data, plan.metrics())));
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
    for (int from = 0; from < order.length; from += Math.min(plan.batchSize(), order.length)) {
      int to = (int) Math.min((long) from + plan.batchSize(), order.length);
      var batch = train.select(Arrays.copyOfRange(order, from, to));
      var step = gradients(batch, new Phase.Training(plan.seed(), Tensor.of(steps)));
      update(step.gradients());
      sum.add(step.loss(), step.output(), batch.targets());
      plan.listener().batch(epochs, sum.average());
    }
    return sum.average();
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
