package dev.adjoint.benchmarks;

import java.util.ArrayList;
import java.util.List;

import dev.adjoint.DType;
import dev.adjoint.Program;
import dev.adjoint.Tensor;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/** A thousand operations on one number, one after the other: value and gradient. */
final class Chain implements Workload {
  private static final int LENGTH = 1000;
  private static final double X = 0.5;
  private static final double FACTOR = 1.01;
  private static final double TERM = 0.1;

  @Override
  public void run(Race race) {
    race.run(new Row("chain", DType.FLOAT64, "" + LENGTH), 1e-10, 1e-10, List.of(
        new Race.Entry(Library.ADJOINT, Chain::compiled),
        new Race.Entry(Library.ADJOINT_EAGER, Chain::eager),
        new Race.Entry(Library.TENSORFLOW, Chain::tensorFlow),
        new Race.Entry(Library.DJL, Chain::djl)));
  }

  private static List<Tensor> valueAndGradient(Tensor x) {
    var y = x;
    for (int i = 0; i < LENGTH; i++) {
      y = switch (i % 3) {
        case 0 -> y.mul(FACTOR);
        case 1 -> y.add(TERM);
        default -> y.sin();
      };
    }
    return List.of(y, y.backward().of(x));
  }

  private static Contender eager() {
    var last = new ArrayList<Tensor>();
    return adjoint(Library.ADJOINT_EAGER, last, () -> {
      last.clear();
      last.addAll(valueAndGradient(Tensor.variable(X)));
    });
  }

  private static Contender compiled() {
    var x = Tensor.of(X);
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
      return last.get(0).item() + last.get(1).item();
    });
  }

  private static Contender tensorFlow() {
    var graph = new Graph();
    var tf = Ops.create(graph);
    var x = tf.placeholder(TFloat64.class);
    Operand<TFloat64> y = x;
    for (int i = 0; i < LENGTH; i++) {
      y = switch (i % 3) {
        case 0 -> tf.math.mul(y, tf.constant(FACTOR));
        case 1 -> tf.math.add(y, tf.constant(TERM));
        default -> tf.math.sin(y);
      };
    }
    var gradient = graph.addGradients(y.asOutput(), new Output<?>[]{x.asOutput()})[0];
    var session = TensorFlows.session(graph, true);
    var input = TFloat64.scalarOf(X);
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

  private static Contender djl() {
    var engine = Djls.engine(true);
    var manager = Djls.manager();
    double[] sum = new double[1];
    Runnable work = () -> {
      try (var scope = manager.newSubManager(); var collector = engine.newGradientCollector()) {
        var x = scope.create(X);
        x.setRequiresGradient(true);
        var y = x;
        for (int i = 0; i < LENGTH; i++) {
          y = switch (i % 3) {
            case 0 -> y.mul(FACTOR);
            case 1 -> y.add(TERM);
            default -> y.sin();
          };
        }
        collector.backward(y);
        sum[0] = y.getDouble() + x.getGradient().getDouble();
      }
    };
    return new Work(Library.DJL, work, () -> {
      work.run();
      return sum[0];
    }, manager::close);
  }
}
