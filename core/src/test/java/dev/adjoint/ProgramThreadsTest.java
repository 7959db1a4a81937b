package dev.adjoint;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The size of the common pool is fixed when a JVM starts, so each size has a JVM of its own. */
class ProgramThreadsTest {

  @Test
  void resultsDoNotDependOnTheNumberOfThreads() {
    var alone = run(0);
    assertEquals(4, alone.size());
    assertEquals(alone, run(1));
    assertEquals(alone, run(6));
  }

  private static List<String> run(int parallelism) {
    return ChildJvm.run(Child.class, "-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + parallelism,
        "-Dadjoint.gemm=ejml").lines().filter(line -> line.startsWith("hashes ")).toList();
  }

  /** Prints a hash of values and gradients that are long enough to be computed in parts. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
        var x = Tensor.normal(dtype.tensor(300, 1001), 1);
        var program = Program.trace(List.of(x.type()), in -> valueAndGradient(in.get(0)));
        System.out.println("hashes " + program.run(x).stream().map(y -> y.value().hashCode()).toList());
        System.out
            .println("hashes " + valueAndGradient(Tensor.variable(x)).stream().map(y -> y.value().hashCode()).toList());
      }
    }

    private static List<Tensor> valueAndGradient(Tensor x) {
      var y = x.sigmoid().mul(x.tanh()).add(x.square().neg().exp()).sub(x.mean(0)).softmax().log();
      return List.of(y.detach(), y.sum().backward().of(x));
    }
  }
}
