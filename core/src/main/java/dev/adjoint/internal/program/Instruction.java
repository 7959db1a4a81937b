package dev.adjoint.internal.program;

import dev.adjoint.internal.kernel.BinaryFunction;
import dev.adjoint.internal.kernel.Comparisons;
import dev.adjoint.internal.kernel.Functions;
import dev.adjoint.internal.kernel.Movements;
import dev.adjoint.internal.kernel.Relation;
import dev.adjoint.internal.kernel.UnaryFunction;

/** One elementwise operation on registers: arrays that hold a block of elements each, or whole values. */
sealed interface Instruction {

  /** Computes the elements from {@code from} to {@code to}, exclusive. */
  void run(Object[] registers, int from, int to);

  /** The register written. */
  int y();

  /** The function. */
  String name();

  /** y = f(x). */
  record Map(UnaryFunction f, Functions<Object> kernel, int x, int y) implements Instruction {
    @Override
    public void run(Object[] registers, int from, int to) {
      kernel.map(f, registers[x], registers[y], from, to);
    }

    @Override
    public String name() {
      return f.name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** y = f(a, b). */
  record Zip(BinaryFunction f, Functions<Object> kernel, int a, int b, int y) implements Instruction {
    @Override
    public void run(Object[] registers, int from, int to) {
      kernel.zip(f, registers[a], registers[b], registers[y], from, to);
    }

    @Override
    public String name() {
      return f.name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** y = a R b. */
  record Compare(Relation relation, Comparisons<Object> kernel, int a, int b, int y) implements Instruction {
    @Override
    public void run(Object[] registers, int from, int to) {
      kernel.compare(relation, registers[a], registers[b], (boolean[]) registers[y], from, to);
    }

    @Override
    public String name() {
      return relation.toString();
    }
  }

  /** y = c ? a : b. */
  record Select(Movements<Object> kernel, int c, int a, int b, int y) implements Instruction {
    @Override
    public void run(Object[] registers, int from, int to) {
      kernel.select((boolean[]) registers[c], registers[a], registers[b], registers[y], from, to);
    }

    @Override
    public String name() {
      return "where";
    }
  }
}
