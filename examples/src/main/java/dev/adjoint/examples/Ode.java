package dev.adjoint.examples;

import java.util.Locale;

import dev.adjoint.Autodiff;
import dev.adjoint.Tensor;
import dev.adjoint.control.Carry;
import picocli.CommandLine.Command;

/**
 * What a small change of its parameters does to the solution of a differential equation: logistic growth, ẏ = r y (1 − y/K), solved
 * by the method of Runge and Kutta as a scan over time, and differentiated through.
 */
@Command(name = "ode", description = "The sensitivity of a differential equation to its parameters, solved by scan.")
public final class Ode implements Runnable {

  /**
   * The parameters.
   *
   * @param start y at time 0
   * @param rate r
   * @param capacity K
   */
  record Growth(Tensor start, Tensor rate, Tensor capacity) {
    Tensor slope(Tensor y) {
      return rate.mul(y).mul(y.div(capacity).rsub(1));
    }
  }

  /** y at the times h, 2 h, …, n h. */
  static Tensor solution(Growth growth, double h, int n) {
    return Autodiff.scan((Tensor y, Tensor time) -> {
      var k1 = growth.slope(y);
      var k2 = growth.slope(y.add(k1.mul(h / 2)));
      var k3 = growth.slope(y.add(k2.mul(h / 2)));
      var k4 = growth.slope(y.add(k3.mul(h)));
      var next = y.add(k1.add(k2.mul(2)).add(k3.mul(2)).add(k4).mul(h / 6));
      return new Carry<>(next, next);
    }, growth.start(), Tensor.arange(0, n)).output();
  }

  @Override
  public void run() {
    var growth = new Growth(Tensor.of(0.1), Tensor.of(1.0), Tensor.of(2.0));
    double h = 0.1;
    int n = 100;
    var y = solution(growth, h, n);
    var all = Autodiff.compile(Autodiff.jacobian((Growth g) -> solution(g, h, n))).apply(growth);
    System.out.println("time        y      dy/dy0    dy/dr     dy/dK");
    for (int i = 9; i < n; i += 15) {
      System.out.printf(Locale.ROOT, "%4.1f %9.5f %9.5f %9.5f %9.5f%n", (i + 1) * h, y.get(i).item(),
          all.start().get(i).item(), all.rate().get(i).item(), all.capacity().get(i).item());
    }
  }
}
