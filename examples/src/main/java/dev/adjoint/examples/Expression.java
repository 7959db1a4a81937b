package dev.adjoint.examples;

import dev.adjoint.Tensor;
import dev.adjoint.view.Graph;
import dev.adjoint.view.page.Page;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Two expressions from the lectures, evaluated forward and differentiated backward, node by node. */
@Command(name = "expression", description = "(x+y)z and a sigmoid neuron: values and gradients, node by node.")
public final class Expression implements Runnable {
  @Mixin
  private Pages pages = new Pages();

  @Override
  public void run() {
    var x = Tensor.variable(-2).named("x");
    var y = Tensor.variable(5).named("y");
    var z = Tensor.variable(-4).named("z");
    var q = x.add(y).named("q");
    var product = Graph.of(q.mul(z).named("f"));
    System.out.println("f = (x + y) z at x = -2, y = 5, z = -4");
    System.out.println(product.wengert());

    var w0 = Tensor.variable(2).named("w0");
    var x0 = Tensor.variable(-1).named("x0");
    var w1 = Tensor.variable(-3).named("w1");
    var x1 = Tensor.variable(-2).named("x1");
    var w2 = Tensor.variable(-3).named("w2");
    var a = w0.mul(x0).named("a");
    var b = w1.mul(x1).named("b");
    var c = a.add(b).named("c");
    var s = c.add(w2).named("s");
    var n = s.neg().named("n");
    var e = n.exp().named("e");
    var d = e.add(1).named("d");
    var neuron = Graph.of(d.reciprocal().named("f"));
    System.out.println("A neuron with two inputs: f = 1 / (1 + e^-(w0 x0 + w1 x1 + w2))");
    System.out.println(neuron.wengert());

    pages.write("expression.html", Page.titled("Expressions").with("(x + y) z", product).with("neuron", neuron));
  }
}
