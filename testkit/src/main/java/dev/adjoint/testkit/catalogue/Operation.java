package dev.adjoint.testkit.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

import dev.adjoint.TensorType;

/**
 * A method of Tensor, and what it may be called on and with.
 *
 * @param name the name of the method
 * @param arity how many operands it has, this tensor included
 * @param type which operands it accepts: its type rule, stated once more
 * @param arguments what else to give it
 * @param notDifferentiable why nothing is differentiated through it, if that is so
 */
public record Operation(String name, int arity, Predicate<List<TensorType>> type, Arguments arguments,
    Optional<String> notDifferentiable) {

  /** Draws arguments. */
  @FunctionalInterface
  public interface Arguments {
    /** A call with random arguments that suit operands of these types. */
    Call draw(Operation operation, List<TensorType> types, Random random);
  }

  /** Whether it accepts operands of these types. */
  public boolean accepts(List<TensorType> types) {
    return types.size() == arity && type.test(types);
  }

  /** A call with random arguments that suit operands of these types. */
  public Call draw(List<TensorType> types, Random random) {
    return arguments.draw(this, types, random);
  }

  /** This operation as one that nothing is differentiated through. */
  Operation discrete(String reason) {
    return new Operation(name, arity, type, arguments, Optional.of(reason));
  }

  @Override
  public String toString() {
    return name + "/" + arity;
  }
}
