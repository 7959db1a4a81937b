package dev.adjoint.internal.program;

import java.util.List;

import dev.adjoint.DType;
import dev.adjoint.internal.Kernels;
import dev.adjoint.internal.kernel.Fold;
import dev.adjoint.internal.kernel.Parallel;
import dev.adjoint.internal.kernel.Reductions;
import dev.adjoint.internal.kernel.Strided;

/**
 * A chain of elementwise operations in one pass over memory, block by block: operands are read into registers, arrays that stay in
 * the first-level cache, all instructions run on them, and only what is needed elsewhere is written back. Sums over all elements
 * are taken on the way, block by block and then pairwise, in the order in which a sum by itself adds.
 *
 * @param number of the step, by which an execution knows its registers
 * @param size elements of every value written, but for totals
 * @param registers the element type of each register
 */
record Fused(int number, int size, List<DType> registers, List<Load> loads, List<Instruction> instructions,
    List<Store> stores, List<Total> totals) implements Step {
  /** Elements in a block: what a sum adds in one go. */
  static final int BLOCK = Reductions.PIECE;

  private static final int GRAIN = 8;
  private static final int NAMED = 20;

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
    int blocks = Math.ceilDiv(size, BLOCK);
    int parts = Parallel.parts(blocks, GRAIN);
    if (parts == 1) {
      runBlocks(e, 0, 0, blocks);
    } else {
      Parallel.each(parts,
          p -> runBlocks(e, p, Parallel.start(p, parts, blocks), Parallel.start(p + 1, parts, blocks)));
    }
    for (int t = 0; t < totals.size(); t++) {
      var total = totals.get(t);
      Kernels.reductions(total.dtype).foldPieces(Fold.SUM, e.partials(number, t), blocks,
          e.values[total.value].storage());
    }
  }

  private void runBlocks(Execution e, int part, int first, int last) {
    Object[] registers = e.registers(number, part);
    for (int i = 0; i < loads.size(); i++) {
      if (loads.get(i) instanceof Load.Repeated r && r.grid.isUniform()) {
        load(e, r, registers, 0, Math.min(size, BLOCK));
      }
    }
    for (int block = first; block < last; block++) {
      int from = block * BLOCK;
      int n = Math.min(BLOCK, size - from);
      for (int i = 0; i < loads.size(); i++) {
        switch (loads.get(i)) {
          case Load.Dense d when size <= BLOCK -> registers[d.register] = e.values[d.value].storage();
          case Load.Dense d -> System.arraycopy(e.values[d.value].storage(), from, registers[d.register], 0, n);
          case Load.Repeated r when r.grid.isUniform() -> {
            // read before the first block
          }
          case Load.Repeated r -> load(e, r, registers, from, n);
          case Load.Literal _ -> {
            // filled when the execution was made
          }
        }
      }
      for (int i = 0; i < instructions.size(); i++) {
        instructions.get(i).run(registers, 0, n);
      }
      for (int i = 0; i < stores.size(); i++) {
        var store = stores.get(i);
        System.arraycopy(registers[store.register], 0, e.values[store.value].storage(), from, n);
      }
      for (int t = 0; t < totals.size(); t++) {
        var total = totals.get(t);
        Kernels.reductions(total.dtype).foldPiece(Fold.SUM, registers[total.register], n, e.partials(number, t), block);
      }
    }
  }

  private static void load(Execution e, Load.Repeated r, Object[] registers, int from, int n) {
    var x = e.values[r.value];
    Kernels.movements(x.dtype()).gather(x.storage(), r.grid, from, from + n, registers[r.register], 0);
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
    return java.util.stream.Stream.concat(stores.stream().map(Store::value), totals.stream().map(Total::value))
        .toList();
  }

  /** Whether a value, if it is read at all, is only read where it lies, so that results may take its place. */
  boolean readsInPlace(int value) {
    return loads.stream().noneMatch(load -> load instanceof Load.Repeated r && r.value == value);
  }

  @Override
  public String describe() {
    return "fused %d operations%s over %d elements: %s".formatted(instructions.size(),
        totals.isEmpty() ? "" : " and " + totals.size() + " sums", size,
        names());
  }

  private String names() {
    var names = String.join(" ", instructions.stream().limit(NAMED).map(Instruction::name).toList());
    return instructions.size() > NAMED ? names + " …" : names;
  }
}
