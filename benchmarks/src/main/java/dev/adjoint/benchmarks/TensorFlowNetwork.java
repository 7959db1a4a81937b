package dev.adjoint.benchmarks;

import java.util.ArrayList;
import java.util.List;

import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;
import org.tensorflow.types.family.TType;

/** Trains a network with TensorFlow-Java: a graph built once, with its gradients and updates, and run by a session. */
final class TensorFlowNetwork<T extends TNumber> implements Contender {
  private final Network network;
  private final Class<T> type;
  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final List<Op> initializers = new ArrayList<>();
  private final List<Operand<T>> weights = new ArrayList<>();
  private final List<Operand<TType>> handles = new ArrayList<>();
  private final Session session;
  private final Tensor inputs;
  private final Tensor targets;
  private final Session.Runner train;
  private final Session.Runner trainAndTell;

  TensorFlowNetwork(Network network, Class<T> type) {
    this.network = network;
    this.type = type;
    var x = tf.placeholder(type, Placeholder.shape(Shape.of(network.batch(), network.in(0))));
    Operand<T> y = x;
    for (int i = 0; i < network.layers(); i++) {
      var w = variable(Shape.of(network.in(i), network.out(i)), network.weights(i));
      var b = variable(Shape.of(network.out(i)), new double[network.out(i)]);
      var z = tf.nn.biasAdd(tf.linalg.matMul(y, w), b);
      y = i == network.layers() - 1 ? z : network.task() == Network.Task.CLASSIFY ? tf.nn.relu(z) : tf.math.tanh(z);
    }
    Operand<? extends TNumber> target;
    Operand<T> loss;
    Operand<T> dy;
    switch (network.task()) {
      case CLASSIFY -> {
        var labels = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(network.batch())));
        var losses = tf.nn.sparseSoftmaxCrossEntropyWithLogits(y, labels);
        loss = tf.math.mean(losses.loss(), tf.constant(new int[]{0}));
        dy = tf.math.mul(losses.backprop(), number(1.0 / network.batch())); // it has no gradient for addGradients
        target = labels;
        targets = TInt32.tensorOf(Shape.of(network.batch()), DataBuffers.of(network.labels()));
      }
      case FIT -> {
        var shape = Shape.of(network.batch(), network.widths().getLast());
        var values = tf.placeholder(type, Placeholder.shape(shape));
        var difference = tf.math.sub(y, values);
        loss = tf.math.mean(tf.math.square(difference), tf.constant(new int[]{0, 1}));
        dy = tf.math.mul(difference, number(2.0 / shape.size()));
        target = values;
        targets = TensorFlows.tensor(type, shape, network.targets());
      }
      default -> throw new AssertionError(network.task());
    }
    var gradients = graph.addGradients("gradients", new Output<?>[]{y.asOutput()},
        weights.stream().map(Operand::asOutput).toArray(Output<?>[]::new), new Output<?>[]{dy.asOutput()});
    var step = update(gradients);

    session = TensorFlows.session(graph, network.isTiny());
    initializers.forEach(session::run);
    inputs = TensorFlows.tensor(type, Shape.of(network.batch(), network.in(0)), network.inputs());
    train = session.runner().feed(x, inputs).feed(target, targets).addTarget(step);
    trainAndTell = session.runner().feed(x, inputs).feed(target, targets).addTarget(step).fetch(loss);
  }

  private Operand<TType> slot(Shape shape, double... values) {
    // without a name of its own it would be the same variable as the others
    var handle = tf.varHandleOp(type, shape, VarHandleOp.sharedName("v" + initializers.size()));
    initializers.add(tf.assignVariableOp(handle, tf.constantOf(TensorFlows.tensor(type, shape, values))));
    return handle;
  }

  private Operand<T> variable(Shape shape, double... values) {
    var handle = slot(shape, values);
    var w = tf.readVariableOp(handle, type);
    handles.add(handle);
    weights.add(w);
    return w;
  }

  /** Updates every weight, after all gradients are there. */
  private Op update(Output<?>... gradients) {
    var ready = new ArrayList<Op>();
    for (var gradient : gradients) {
      ready.add(gradient);
    }
    var after = tf.withControlDependencies(ready);
    var updates = new ArrayList<Op>();
    switch (network.task()) {
      case CLASSIFY -> {
        var power1 = slot(Shape.scalar(), Network.BETA1);
        var power2 = slot(Shape.scalar(), Network.BETA2);
        var beta1 = number(Network.BETA1);
        var beta2 = number(Network.BETA2);
        var power1Now = tf.readVariableOp(power1, type);
        var power2Now = tf.readVariableOp(power2, type);
        for (int i = 0; i < gradients.length; i++) {
          var shape = gradients[i].shape();
          var zeros = new double[(int) shape.size()];
          updates.add(after.train.resourceApplyAdam(handles.get(i), slot(shape, zeros), slot(shape, zeros), power1Now,
              power2Now, number(Network.LEARNING_RATE), beta1, beta2, number(Network.EPSILON), gradient(i, gradients)));
        }
        var last = tf.withControlDependencies(updates);
        updates.add(last.assignVariableOp(power1, tf.math.mul(power1Now, beta1)));
        updates.add(last.assignVariableOp(power2, tf.math.mul(power2Now, beta2)));
      }
      case FIT -> {
        for (int i = 0; i < gradients.length; i++) {
          updates.add(after.train.resourceApplyGradientDescent(handles.get(i), number(Network.LEARNING_RATE),
              gradient(i, gradients)));
        }
      }
    }
    return tf.withControlDependencies(updates).noOp();
  }

  private Operand<T> gradient(int i, Output<?>... gradients) {
    return gradients[i].expect(type);
  }

  private Operand<T> number(double value) {
    return tf.constant(type, value);
  }

  @Override
  public Library library() {
    return Library.TENSORFLOW;
  }

  @Override
  public void step() {
    train.run().close();
  }

  @Override
  public double check() {
    try (var result = trainAndTell.run()) {
      return TensorFlows.sum(result.get(0));
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
    inputs.close();
    targets.close();
  }
}
