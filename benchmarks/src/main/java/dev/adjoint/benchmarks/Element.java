package dev.adjoint.benchmarks;

/** A constant as an element: the generated class for floats differs in its type. */
final class Element {

  private Element() {}

  static double of(double x) {
    return x;
  }
}
