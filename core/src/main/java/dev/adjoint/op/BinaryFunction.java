package dev.adjoint.op;

/** The functions of two variables that have a loop of their own. */
public enum BinaryFunction {
  ADD, SUB, MUL, DIV, POW, MAX, MIN, HYPOT, ATAN2,
  /** max(x, 0) − x·t + log(1 + e^−|x|): the cross-entropy of a logit x and a probability t. */
  SIGMOID_CROSS_ENTROPY
}
