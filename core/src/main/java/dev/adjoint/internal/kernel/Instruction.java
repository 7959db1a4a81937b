package dev.adjoint.internal.kernel;

import java.util.List;
import java.util.Locale;

import dev.adjoint.op.BinaryFunction;
import dev.adjoint.op.Relation;
import dev.adjoint.op.UnaryFunction;

/** What is done to the registers of a {@link Block}. */
public sealed interface Instruction permits Instruction.Operation, VectorLoop {

  /** Computes the elements of a block. */
  void run(Block block);

  /** What it computes, for people. */
  String name();

  /** One elementwise operation. */
  sealed interface Operation extends Instruction {
    /** The registers read. */
    List<Integer> inputs();

    /** The register written. */
    int y();
  }

  /** y = f(x). */
  record Map(UnaryFunction f, Functions<Object> kernel, int x, int y) implements Operation {
    @Override
    public List<Integer> inputs() {
      return List.of(x);
    }

    @Override
    public void run(Block b) {
      kernel.map(f, b.registers[x], b.registers[y], 0, b.size);
    }

    @Override
    public String name() {
      return f.name().toLowerCase(Locale.ROOT);
    }
  }

  /** y = f(a, b). */
  record Zip(BinaryFunction f, Functions<Object> kernel, int a, int b, int y) implements Operation {
    @Override
    public List<Integer> inputs() {
      return List.of(a, b);
    }

    @Override
    public void run(Block block) {
      kernel.zip(f, block.registers[a], block.registers[b], block.registers[y], 0, block.size);
    }

    @Override
    public String name() {
      return f.name().toLowerCase(Locale.ROOT);
    }
  }

  /** y = a R b. */
  record Compare(Relation relation, Comparisons<Object> kernel, int a, int b, int y) implements Operation {
    @Override
    public List<Integer> inputs() {
      return List.of(a, b);
    }

    @Override
    public void run(Block block) {
      kernel.compare(relation, block.registers[a], block.registers[b], (boolean[]) block.registers[y], 0, block.size);
    }

    @Override
    public String name() {
      return relation.toString();
    }
  }

  /** y = c ? a : b. */
  record Select(Movements<Object> kernel, int c, int a, int b, int y) implements Operation {
    @Override
    public List<Integer> inputs() {
      return List.of(c, a, b);
    }

    @Override
    public void run(Block block) {
      kernel.select((boolean[]) block.registers[c], block.registers[a], block.registers[b], block.registers[y], 0,
          block.size);
    }

    @Override
    public String name() {
      return "where";
    }
  }
}
