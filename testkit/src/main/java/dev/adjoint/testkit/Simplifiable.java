package dev.adjoint.testkit;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;

/**
 * A value and what is simpler than it.
 *
 * @param value the value
 * @param simplifier knows simpler ones
 * @param <T> the kind of values
 */
public record Simplifiable<T>(T value, Simplifier<T> simplifier) implements Shrinkable<T> {

  @Override
  public Stream<Shrinkable<T>> shrink() {
    var distance = distance();
    return simplifier.simpler(value).filter(simpler -> simplifier.distance(simpler).compareTo(distance) < 0)
        .map(simplifier::shrinkable);
  }

  @Override
  public ShrinkingDistance distance() {
    return simplifier.distance(value);
  }

  /** The simplest value that still fails, where no single step leads to a simpler one; for use without jqwik's engine. */
  public T minimal(Predicate<T> fails) {
    Shrinkable<T> smallest = this;
    Optional<Shrinkable<T>> next = Optional.of(this);
    while (next.isPresent()) {
      smallest = next.get();
      next = smallest.shrink().filter(simpler -> fails.test(simpler.value())).findFirst();
    }
    return smallest.value();
  }
}
