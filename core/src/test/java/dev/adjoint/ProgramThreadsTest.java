package dev.adjoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The size of the common pool is fixed when a JVM starts, so each size has a JVM of its own. */
class ProgramThreadsTest {

  @Test
  void resultsDoNotDependOnTheNumberOfThreads() throws IOException, InterruptedException {
    String alone = run(0);
    assertEquals(alone, run(1));
    assertEquals(alone, run(6));
  }

  private static String run(int parallelism) throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process = new ProcessBuilder(java, "-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + parallelism,
        "-Dadjoint.gemm=ejml", "-cp", System.getProperty("java.class.path"), Child.class.getName()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  /** Prints a hash of values and gradients that are long enough to be computed in parts. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
        var x = Tensor.normal(dtype.tensor(300, 1001), 1);
        var program = Program.trace(List.of(x.type()), in -> valueAndGradient(in.get(0)));
        System.out.println(program.run(x).stream().map(y -> y.value().hashCode()).toList());
        System.out.println(valueAndGradient(Tensor.variable(x)).stream().map(y -> y.value().hashCode()).toList());
      }
    }

    private static List<Tensor> valueAndGradient(Tensor x) {
      var y = x.sigmoid().mul(x.tanh()).add(x.square().neg().exp()).sub(x.mean(0)).softmax().log();
      return List.of(y.detach(), y.sum().backward().of(x));
    }
  }
}
