package dev.adjoint.internal.program;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.adjoint.DType;
import dev.adjoint.internal.Kernels;
import dev.adjoint.internal.kernel.Block;
import dev.adjoint.internal.kernel.Fold;
import dev.adjoint.internal.kernel.Instruction;
import dev.adjoint.internal.kernel.Parallel;
import dev.adjoint.internal.kernel.Strided;

/**
 * A chain of elementwise operations in one pass over memory, block by block: operands are read into registers, arrays that stay in
 * the first-level cache, all instructions run on them, and only what is needed elsewhere is written back. Sums over all elements
 * are taken on the way, block by block and then pairwise, in the order in which a sum by itself adds.
 *
 * @param number of the step, by which an execution knows its registers
 * @param size elements of every value written, but for totals
 * @param registers the element type of each register
 * @param code what is done to each block
 * @param tierUp what is done to full blocks when the step has run often
 */
record Fused(int number, int size, List<DType> registers, Code code, List<Total> totals, TierUp tierUp)
    implements
      Step {
  private static final int GRAIN = 8;
  private static final int NAMED = 20;

  Fused(int number, int size, List<DType> registers, Code code, List<Total> totals) {
    this(number, size, registers, code, totals, new TierUp(registers, code, totals));
  }

  /** What is done to a block: operands are read, instructions run, results are written. */
  record Code(List<Load> loads, List<Instruction> instructions, List<Store> stores) {
  }

  /** Where an operand comes from. */
  sealed interface Load {
    int register();

    /** A value of the size of the step, as it lies. */
    record Dense(int value, int register) implements Load {
    }

    /** A smaller value, repeated onto the shape of the step. */
    record Repeated(int value, int register, Strided grid) implements Load {
    }

    /** A number that never changes; its register is filled once and for all. */
    record Literal(double number, int register) implements Load {
    }
  }

  /** A result that is needed elsewhere. */
  record Store(int register, int value) {
  }

  /** Σ of a register over all elements. */
  record Total(int register, int value, DType dtype) {
  }

  @Override
  public void run(Execution e) {
    int blocks = Math.ceilDiv(size, Block.SIZE);
    int full = size / Block.SIZE;
    var fast = tierUp.after(full);
    if (full > 0) {
      e.showValues(number, tierUp.values());
    }
    int parts = Parallel.parts(blocks, GRAIN);
    if (parts == 1) {
      run(e, fast, 0, 0, full);
    } else {
      Parallel.each(parts, p -> run(e, fast, p, Parallel.start(p, parts, full), Parallel.start(p + 1, parts, full)));
    }
    run(e, code, 0, full, blocks);
    for (int t = 0; t < totals.size(); t++) {
      var total = totals.get(t);
      Kernels.reductions(total.dtype).foldPieces(Fold.SUM, e.partials(number, t), blocks,
          e.values[total.value].storage());
    }
  }

  private void run(Execution e, Code code, int part, int first, int last) {
    var block = e.block(number, part);
    for (int i = 0; i < code.loads.size() && first < last; i++) {
      if (code.loads.get(i) instanceof Load.Repeated r && r.grid.isUniform()) {
        load(e, r, block.registers, 0, Math.min(size, Block.SIZE));
      }
    }
    for (int b = first; b < last; b++) {
      int from = b * Block.SIZE;
      block.start = from;
      block.size = Math.min(Block.SIZE, size - from);
      read(e, code, block);
      for (int i = 0; i < code.instructions.size(); i++) {
        code.instructions.get(i).run(block);
      }
      for (int i = 0; i < code.stores.size(); i++) {
        var store = code.stores.get(i);
        System.arraycopy(block.registers[store.register], 0, e.values[store.value].storage(), from, block.size);
      }
      for (int t = 0; t < totals.size(); t++) {
        var total = totals.get(t);
        Kernels.reductions(total.dtype).foldPiece(Fold.SUM, block.registers[total.register], block.size,
            e.partials(number, t), b);
      }
    }
  }

  private void read(Execution e, Code code, Block block) {
    var registers = block.registers;
    for (int i = 0; i < code.loads.size(); i++) {
      switch (code.loads.get(i)) {
        case Load.Dense d when size <= Block.SIZE -> registers[d.register] = e.values[d.value].storage();
        case Load.Dense d ->
          System.arraycopy(e.values[d.value].storage(), block.start, registers[d.register], 0, block.size);
        case Load.Repeated r when r.grid.isUniform() -> {
          // read before the first block
        }
        case Load.Repeated r -> load(e, r, registers, block.start, block.size);
        case Load.Literal _ -> {
          // filled when the execution was made
        }
      }
    }
  }

  private static void load(Execution e, Load.Repeated r, Object[] registers, int from, int n) {
    var x = e.values[r.value];
    Kernels.movements(x.dtype()).gather(x.storage(), r.grid, from, from + n, registers[r.register], 0);
  }

  @Override
  public List<Integer> reads() {
    return code.loads.stream().<Integer>mapMulti((load, values) -> {
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
    return Stream.concat(code.stores.stream().map(Store::value), totals.stream().map(Total::value)).toList();
  }

  /** Unless a value is repeated, it is read block by block, each before the results of the block are written. */
  @Override
  public Set<Integer> replaceable() {
    var values = new HashSet<>(reads());
    code.loads.forEach(load -> {
      if (load instanceof Load.Repeated r) {
        values.remove(r.value);
      }
    });
    return values;
  }

  @Override
  public String describe() {
    long loops = tierUp.loops();
    return "fused %d operations%s over %d elements%s: %s".formatted(code.instructions.size(),
        totals.isEmpty() ? "" : " and " + totals.size() + " sums", size,
        loops == 0 ? "" : loops == 1 ? " in 1 vector loop" : " in " + loops + " vector loops", names());
  }

  private String names() {
    var names = code.instructions.stream().limit(NAMED).map(Instruction::name).collect(Collectors.joining(" "));
    return code.instructions.size() > NAMED ? names + " …" : names;
  }
}
