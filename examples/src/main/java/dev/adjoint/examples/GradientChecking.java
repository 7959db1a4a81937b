package dev.adjoint.examples;

import java.util.List;
import java.util.Locale;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.check.GradientCheck;
import dev.adjoint.nn.Parameter;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.BinaryCrossEntropy;
import picocli.CommandLine.Command;

import static dev.adjoint.nn.layer.Activation.SIGMOID;
import static dev.adjoint.nn.layer.Activation.TANH;

/** Is backpropagation right? Compare it with (J(θ + ε) − J(θ − ε)) / 2ε, which needs no rules. */
@Command(name = "gradient-check", description = "Gradients by the tape beside gradients by differences.")
public final class GradientChecking implements Runnable {

  @Override
  public void run() {
    var theta = Tensor.of(1.0).named("theta");
    var cube = GradientCheck.DEFAULT.withStep(0.01).withTolerance(1e-3).run(t -> t.pow(3), theta).worst().orElseThrow();
    System.out.println("d(theta^3)/d(theta) at 1, differences with epsilon 0.01");
    System.out.printf(Locale.ROOT, "tape %.4f, differences %.4f%n", cube.analytic(), cube.numeric());

    System.out.println("\nA 3-4-2 network, every weight and bias, differences with epsilon 1e-4");
    var network = new Sequential(new Dense(3, 4), TANH, new Dense(4, 2), SIGMOID).initialize(DType.FLOAT64, 1);
    var x = Tensor.normal(DType.FLOAT64.tensor(5, 3), 2);
    var y = Tensor.uniform(DType.FLOAT64.tensor(5, 2), 3).greater(0.5).cast(DType.FLOAT64);
    var parameters = network.parameters().stream().map(Parameter::value).toArray(Tensor[]::new);
    System.out.println(GradientCheck.DEFAULT.withStep(1e-4).run(p -> cost(p, x, y), parameters));

    System.out.println("\nThe same with a wrong rule: tanh' = 1 - y in place of 1 - y^2");
    System.out.println(GradientCheck.DEFAULT.withStep(1e-4).run(WrongTanh::of, x));
  }

  /** The network's cost as a function of its parameters. */
  private static Tensor cost(List<Tensor> p, Tensor x, Tensor y) {
    var hidden = x.matmul(p.get(0)).addBias(p.get(1)).tanh(); // [5, 3]·[3, 4] → [5, 4]
    var output = hidden.matmul(p.get(2)).addBias(p.get(3)).sigmoid(); // [5, 4]·[4, 2] → [5, 2]
    return new BinaryCrossEntropy().of(output, y);
  }
}
