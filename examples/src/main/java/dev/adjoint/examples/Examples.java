package dev.adjoint.examples;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs an example by name; {@code digits} without one. */
@Command(name = "examples", description = "Examples of Adjoint; without a name, digits.", mixinStandardHelpOptions = true, subcommands = {
    Digits.class, Expression.class, GradientChecking.class, Regression.class, Spam.class, Xor.class, Newton.class,
    Laplace.class, Ode.class, GaussianMixture.class, BundleAdjustment.class, Lstm.class})
public final class Examples implements Runnable {

  /** Runs the example named by the arguments. */
  public static void main(String... args) {
    System.exit(new CommandLine(new Examples()).execute(args));
  }

  @Override
  public void run() {
    new Digits().run();
  }
}
