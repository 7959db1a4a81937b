package dev.adjoint.examples;

import java.util.List;
import java.util.Locale;

import dev.adjoint.Gradients;
import dev.adjoint.Tensor;
import picocli.CommandLine.Command;

/** Two expressions from the lectures, evaluated forward and differentiated backward, node by node. */
@Command(name = "expression", description = "(x+y)z and a sigmoid neuron: values and gradients, node by node.")
public final class Expression implements Runnable {

  @Override
  public void run() {
    System.out.println("f = (x + y) z at x = -2, y = 5, z = -4");
    var x = Tensor.variable(-2).named("x");
    var y = Tensor.variable(5).named("y");
    var z = Tensor.variable(-4).named("z");
    var q = x.add(y).named("q = x + y");
    var f = q.mul(z).named("f = q z");
    print(f.backward(), List.of(x, y, q, z, f));

    System.out.println("\nA neuron with two inputs: f = 1 / (1 + e^-(w0 x0 + w1 x1 + w2))");
    var w0 = Tensor.variable(2).named("w0");
    var x0 = Tensor.variable(-1).named("x0");
    var w1 = Tensor.variable(-3).named("w1");
    var x1 = Tensor.variable(-2).named("x1");
    var w2 = Tensor.variable(-3).named("w2");
    var a = w0.mul(x0).named("a = w0 x0");
    var b = w1.mul(x1).named("b = w1 x1");
    var c = a.add(b).named("c = a + b");
    var s = c.add(w2).named("s = c + w2");
    var n = s.neg().named("n = -s");
    var e = n.exp().named("e = e^n");
    var d = e.add(1).named("d = 1 + e");
    var g = d.reciprocal().named("f = 1 / d");
    print(g.backward(), List.of(w0, x0, a, w1, x1, b, c, w2, s, n, e, d, g));
  }

  private static void print(Gradients gradients, List<Tensor> nodes) {
    System.out.println("node            value     df/dnode");
    for (var node : nodes) {
      System.out.printf(Locale.ROOT, "%-12s %8.2f     %8.2f%n", node.name().orElseThrow(), node.item(),
          gradients.of(node).item());
    }
  }
}
