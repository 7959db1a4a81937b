package dev.adjoint.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import ai.djl.nn.Activation;
import dev.adjoint.DType;
import dev.adjoint.Program;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;

/** Value and gradient of Σ (sigmoid(x) tanh(x) + exp(−x²)) for a million elements. */
final class Elementwise implements Workload {
  private static final int N = 1_000_000;

  @Override
  public void run(Race race) {
    double[] x = new SplittableRandom(1).doubles(N, -3, 3).toArray();
    for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      double tolerance = dtype == DType.FLOAT32 ? 1e-4 : 1e-11;
      race.run(new Row("elementwise", dtype, "" + N), tolerance, tolerance, List.of(
          new Race.Entry(Library.ADJOINT, () -> compiled(dtype, x)),
          new Race.Entry(Library.ADJOINT_EAGER, () -> eager(dtype, x)),
          new Race.Entry(Library.TENSORFLOW, () -> tensorFlow(TensorFlows.type(dtype), x)),
          new Race.Entry(Library.DJL, () -> djl(dtype, x))));
    }
  }

  private static List<Tensor> valueAndGradient(Tensor x) {
    var y = x.sigmoid().mul(x.tanh()).add(x.square().neg().exp()).sum();
    return List.of(y, y.backward().of(x));
  }

  private static Contender eager(DType dtype, double... values) {
    var x = Tensor.variable(AdjointNetwork.tensorOf(dtype, Shape.of(N), values));
    var last = new ArrayList<Tensor>();
    return adjoint(Library.ADJOINT_EAGER, last, () -> {
      last.clear();
      last.addAll(valueAndGradient(x));
    });
  }

  private static Contender compiled(DType dtype, double... values) {
    var x = AdjointNetwork.tensorOf(dtype, Shape.of(N), values);
    var program = Program.trace(List.of(x.type()), in -> valueAndGradient(in.getFirst()));
    var last = new ArrayList<Tensor>();
    return adjoint(Library.ADJOINT, last, () -> {
      last.clear();
      last.addAll(program.run(x));
    });
  }

  private static Contender adjoint(Library library, List<Tensor> last, Runnable work) {
    return new Work(library, work, () -> {
      work.run();
      return last.get(0).item() + last.get(1).cast(DType.FLOAT64).sum().item();
    });
  }

  private static <T extends TNumber> Contender tensorFlow(Class<T> type, double... values) {
    var graph = new Graph();
    var tf = Ops.create(graph);
    var x = tf.placeholder(type);
    var y = tf.sum(tf.math.add(tf.math.mul(tf.math.sigmoid(x), tf.math.tanh(x)),
        tf.math.exp(tf.math.neg(tf.math.square(x)))), tf.constant(0));
    var gradient = graph.addGradients(y.asOutput(), new Output<?>[]{x.asOutput()})[0];
    var session = TensorFlows.session(graph, false);
    var input = TensorFlows.tensor(type, org.tensorflow.ndarray.Shape.of(N), values);
    var runner = session.runner().feed(x, input).fetch(y).fetch(gradient);
    return new Work(Library.TENSORFLOW, () -> runner.run().close(), () -> {
      try (var result = runner.run()) {
        return TensorFlows.sum(result.get(0)) + TensorFlows.sum(result.get(1));
      }
    }, () -> {
      session.close();
      graph.close();
      input.close();
    });
  }

  private static Contender djl(DType dtype, double... values) {
    var engine = Djls.engine(false);
    var manager = Djls.manager();
    var data = Djls.array(manager, dtype, new ai.djl.ndarray.types.Shape(N), values);
    double[] sum = new double[1];
    boolean[] tell = new boolean[1];
    Runnable work = () -> {
      try (var scope = manager.newSubManager(); var collector = engine.newGradientCollector()) {
        var x = data.stopGradient(); // the same elements, without the gradient of the last time
        x.attach(scope);
        x.setRequiresGradient(true);
        var y = Activation.sigmoid(x).mul(Activation.tanh(x)).add(x.square().neg().exp()).sum();
        collector.backward(y);
        var gradient = x.getGradient();
        if (tell[0]) {
          sum[0] = Djls.sum(y) + Djls.sum(gradient);
        }
      }
    };
    return new Work(Library.DJL, work, () -> {
      tell[0] = true;
      work.run();
      tell[0] = false;
      return sum[0];
    }, manager::close);
  }
}
