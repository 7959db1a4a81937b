package dev.adjoint.internal.kernel;

import java.util.Arrays;
import java.util.List;

import dev.adjoint.Adjoint;
import dev.adjoint.ChildJvm;
import dev.adjoint.op.BinaryFunction;
import dev.adjoint.op.UnaryFunction;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Without the module of the Vector API everything works and has the same bits; the module is chosen when a JVM starts. */
class VectorMathChoiceTest {

  @Test
  void theModuleChangesNoBit() {
    var with = run("--add-modules=jdk.incubator.vector");
    var without = run();
    assertEquals(results(with), results(without));
    assertEquals(2 * UnaryFunction.values().length + 4, results(with).size());
    assertTrue(with.stream().anyMatch(line -> line.matches("vector math: \\d+ doubles or \\d+ floats at a time .*")),
        with::toString);
    assertTrue(without.stream().anyMatch(line -> line.startsWith("vector math: one element at a time; --add-modules")),
        without::toString);
  }

  @Test
  void aMissingModuleIsLoggedOnce() {
    assertEquals(1, run().stream().filter(line -> line.contains("no module jdk.incubator.vector")).count());
    assertEquals(0,
        run("--add-modules=jdk.incubator.vector").stream().filter(line -> line.contains("no module")).count());
  }

  private static List<String> results(List<String> output) {
    return output.stream().filter(line -> line.startsWith("bits ")).toList();
  }

  private static List<String> run(String... options) {
    return ChildJvm.run(Child.class, options).lines().toList();
  }

  /** Prints the bits of every function and of what is built on them. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      System.out.println(Adjoint.describe());
      double[] x = VectorMathTest.grid(20_003);
      double[] y = new double[x.length];
      float[] floats = new float[x.length];
      float[] floatY = new float[x.length];
      for (int i = 0; i < x.length; i++) {
        floats[i] = (float) x[i];
      }
      for (var f : UnaryFunction.values()) {
        new DoubleFunctions().map(f, x, y, 0, x.length);
        System.out.println("bits " + f + " " + Arrays.hashCode(y));
        new FloatFunctions().map(f, floats, floatY, 0, x.length);
        System.out.println("bits " + f + " " + Arrays.hashCode(floatY));
      }
      new DoubleFunctions().zip(BinaryFunction.SIGMOID_CROSS_ENTROPY, x, x, y, 0, x.length);
      System.out.println("bits " + Arrays.hashCode(y));
      new FloatFunctions().zip(BinaryFunction.SIGMOID_CROSS_ENTROPY, floats, floats, floatY, 0, x.length);
      System.out.println("bits " + Arrays.hashCode(floatY));
      Arrays.setAll(x, i -> Math.sin(i) * 30);
      new DoubleReductions().softmax(x, y, 83, 241);
      System.out.println("bits " + Arrays.hashCode(y));
      new DoubleReductions().logSumExp(x, y, 83, 241);
      System.out.println("bits " + Arrays.hashCode(y));
    }
  }
}
