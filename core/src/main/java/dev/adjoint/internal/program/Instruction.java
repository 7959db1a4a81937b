package dev.adjoint.internal.program;

import java.util.List;
import java.util.Locale;

import dev.adjoint.op.BinaryFunction;
import dev.adjoint.op.Relation;
import dev.adjoint.op.UnaryFunction;

/** One elementwise operation of a {@link Fused} step, on numbered registers: what is computed, and nothing of how. */
public sealed interface Instruction {

  /** The registers read. */
  List<Integer> inputs();

  /** The register written. */
  int y();

  /** What it computes, for people. */
  String name();

  /** y = f(x). */
  record Map(UnaryFunction f, int x, int y) implements Instruction {
    @Override
    public List<Integer> inputs() {
      return List.of(x);
    }

    @Override
    public String name() {
      return f.name().toLowerCase(Locale.ROOT);
    }
  }

  /** y = f(a, b). */
  record Zip(BinaryFunction f, int a, int b, int y) implements Instruction {
    @Override
    public List<Integer> inputs() {
      return List.of(a, b);
    }

    @Override
    public String name() {
      return f.name().toLowerCase(Locale.ROOT);
    }
  }

  /** y = a R b. */
  record Compare(Relation relation, int a, int b, int y) implements Instruction {
    @Override
    public List<Integer> inputs() {
      return List.of(a, b);
    }

    @Override
    public String name() {
      return relation.toString();
    }
  }

  /** y = c ? a : b. */
  record Select(int c, int a, int b, int y) implements Instruction {
    @Override
    public List<Integer> inputs() {
      return List.of(c, a, b);
    }

    @Override
    public String name() {
      return "where";
    }
  }
}
