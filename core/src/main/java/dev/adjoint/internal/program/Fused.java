package dev.adjoint.internal.program;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.adjoint.DType;
import dev.adjoint.Shape;

/**
 * A chain of elementwise operations in one pass over memory: operands are read into registers, all instructions run on them, and only
 * what is needed elsewhere is written back. Sums over all elements are taken on the way.
 *
 * @param shape of every value written, but for totals
 * @param registers the element type of each register; one may be written more than once
 * @param loads where operands come from
 * @param instructions in the order in which they run
 * @param stores results that are needed elsewhere
 * @param totals sums that are taken
 */
public record Fused(Shape shape, List<DType> registers, List<Load> loads, List<Instruction> instructions,
    List<Store> stores, List<Total> totals) implements Step {
  private static final int NAMED = 20;

  /** Where an operand comes from. */
  public sealed interface Load {
    /** Where it goes. */
    int register();

    /** A value of the size of the step, as it lies. */
    record Dense(int value, int register) implements Load {
    }

    /** A smaller value, repeated onto the shape of the step by NumPy's rule. */
    record Repeated(int value, int register) implements Load {
    }

    /** A number that never changes. */
    record Literal(double number, int register) implements Load {
    }
  }

  /** A result that is needed elsewhere: what is in a register at the end. */
  public record Store(int register, int value) {
  }

  /** Σ of what is in a register at the end, over all elements. */
  public record Total(int register, int value) {
  }

  /** Elements of every value written, but for totals. */
  public int size() {
    return shape.size();
  }

  @Override
  public List<Integer> reads() {
    return loads.stream().<Integer>mapMulti((load, values) -> {
      switch (load) {
        case Load.Dense d -> values.accept(d.value);
        case Load.Repeated r -> values.accept(r.value);
        case Load.Literal _ -> {
          // no value
        }
      }
    }).toList();
  }

  @Override
  public List<Integer> writes() {
    return Stream.concat(stores.stream().map(Store::value), totals.stream().map(Total::value)).toList();
  }

  /** Unless a value is repeated, each element of it is read before the results in its place are written. */
  @Override
  public Set<Integer> replaceable() {
    var values = new HashSet<>(reads());
    loads.forEach(load -> {
      if (load instanceof Load.Repeated r) {
        values.remove(r.value);
      }
    });
    return values;
  }

  @Override
  public String describe() {
    return describe("");
  }

  /** The same with a word on how it is done. */
  public String describe(String how) {
    return "fused %d operations%s over %d elements%s: %s".formatted(instructions.size(),
        totals.isEmpty() ? "" : " and " + totals.size() + " sums", size(), how, names());
  }

  private String names() {
    var names = instructions.stream().limit(NAMED).map(Instruction::name).collect(Collectors.joining(" "));
    return instructions.size() > NAMED ? names + " …" : names;
  }
}
