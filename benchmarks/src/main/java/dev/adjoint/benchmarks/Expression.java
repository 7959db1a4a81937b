package dev.adjoint.benchmarks;

import java.util.List;

import dev.adjoint.DType;
import dev.adjoint.Tensor;

/** (x + y) z with the gradients of all three, built anew each time. */
final class Expression implements Workload {
  @Override
  public void run(Race race) {
    race.run(new Row("expression", DType.FLOAT64, "1"), 0, 0, List.of(
        new Race.Entry(Library.ADJOINT_EAGER, Expression::adjoint),
        new Race.Entry(Library.DJL, Expression::djl)));
  }

  /** Keeps what is computed alive. */
  private static final class Sink {
    private Object last;
  }

  private static Contender adjoint() {
    var sink = new Sink();
    Runnable work = () -> {
      var x = Tensor.variable(-2);
      var y = Tensor.variable(5);
      var z = Tensor.variable(-4);
      var df = x.add(y).mul(z).backward();
      sink.last = new Tensor[]{df.of(x), df.of(y), df.of(z)};
    };
    return new Work(Library.ADJOINT_EAGER, work, () -> {
      work.run();
      double sum = 0;
      for (var gradient : (Tensor[]) sink.last) {
        sum = 10 * sum + gradient.item();
      }
      return sum;
    });
  }

  private static Contender djl() {
    var engine = Djls.engine(true);
    var manager = Djls.manager();
    double[] sum = new double[1];
    Runnable work = () -> {
      try (var scope = manager.newSubManager(); var collector = engine.newGradientCollector()) {
        var x = scope.create(-2.0);
        var y = scope.create(5.0);
        var z = scope.create(-4.0);
        x.setRequiresGradient(true);
        y.setRequiresGradient(true);
        z.setRequiresGradient(true);
        collector.backward(x.add(y).mul(z));
        sum[0] = 100 * x.getGradient().getDouble() + 10 * y.getGradient().getDouble() + z.getGradient().getDouble();
      }
    };
    return new Work(Library.DJL, work, () -> {
      work.run();
      return sum[0];
    }, manager::close);
  }
}
