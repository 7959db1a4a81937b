package dev.adjoint.testkit;

import java.util.stream.Stream;

import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;

/**
 * What is simpler than a value. Shrinking follows it from value to value, not from one random draw to another, so that a
 * counterexample keeps what makes it fail while everything else goes.
 *
 * @param <T> the kind of values
 */
public interface Simplifier<T> {

  /** Values that are one step simpler, the boldest steps first. */
  Stream<T> simpler(T value);

  /** How far a value is from the simplest one. */
  ShrinkingDistance distance(T value);

  /** A value that jqwik can shrink. */
  default Shrinkable<T> shrinkable(T value) {
    return new Simplifiable<>(value, this);
  }
}
