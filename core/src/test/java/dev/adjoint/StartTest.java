package dev.adjoint;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The first gradient after the start of a JVM waits for nothing that it does not need. */
class StartTest {

  @Test
  void aGradientOfDoublesWaitsForNothingElse() {
    var loaded = ChildJvm.run(Child.class, "-Xlog:class+load:stdout:none", "--add-modules", "jdk.incubator.vector")
        .lines().map(line -> line.replaceFirst(" .*", "")).toList();
    assertTrue(loaded.contains("dev.adjoint.internal.kernel.DoubleVectorMath"), "tanh was computed");
    assertEquals(List.of(), loaded.stream().filter(StartTest::isNotNeeded).toList());
  }

  private static boolean isNotNeeded(String type) {
    return type.startsWith("dev.adjoint.internal.kernel.FloatVector") // the loops of floats
        || type.startsWith("dev.adjoint.internal.kernel.FloatCblas$") // their calls
        || (type.endsWith("Event") && type.startsWith("dev.adjoint.internal.flight.")); // nobody records
  }

  /** A gradient of a small network, compiled. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      var x = Tensor.normal(DType.FLOAT64.tensor(32, 4), 1);
      var loss = Autodiff.compile(Autodiff.grad((Tensor w) -> x.matmul(w).tanh().square().mean()));
      System.out.println(loss.apply(Tensor.normal(DType.FLOAT64.tensor(4, 16), 2)));
    }
  }
}
