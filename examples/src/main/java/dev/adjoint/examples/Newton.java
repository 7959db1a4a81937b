package dev.adjoint.examples;

import java.util.Locale;
import java.util.function.UnaryOperator;

import dev.adjoint.Autodiff;
import dev.adjoint.Tensor;
import picocli.CommandLine.Command;

/** The least value of Rosenbrock's function, (1 − x)² + 100 (y − x²)², by Newton's method: x ← x − H⁻¹·∇f. */
@Command(name = "newton", description = "Newton's method on Rosenbrock's function, by gradient and hessian.")
public final class Newton implements Runnable {

  static Tensor rosenbrock(Tensor p) {
    var x = p.get(0);
    var y = p.get(1);
    return x.rsub(1).square().add(y.sub(x.square()).square().mul(100));
  }

  @Override
  public void run() {
    UnaryOperator<Tensor> f = Newton::rosenbrock;
    var gradient = Autodiff.compile(Autodiff.grad(f));
    var hessian = Autodiff.compile(Autodiff.hessian(f));

    var p = Tensor.of(-1.2, 1);
    System.out.println("step          x           y          f         |gradient|");
    for (int step = 0; step <= 7; step++) {
      var g = gradient.apply(p);
      System.out.printf(Locale.ROOT, "%4d %11.6f %11.6f %12.3e %12.3e%n", step, p.get(0).item(), p.get(1).item(),
          f.apply(p).item(), g.norm().item());
      p = p.sub(hessian.apply(p).solve(g));
    }
  }
}
