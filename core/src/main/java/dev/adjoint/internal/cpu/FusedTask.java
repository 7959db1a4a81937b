package dev.adjoint.internal.cpu;

import java.util.List;

import dev.adjoint.TensorType;
import dev.adjoint.array.StridedCopies;
import dev.adjoint.internal.Kernels;
import dev.adjoint.internal.kernel.Block;
import dev.adjoint.internal.kernel.Fold;
import dev.adjoint.internal.kernel.Parallel;
import dev.adjoint.internal.kernel.Strided;
import dev.adjoint.internal.program.Fused;
import dev.adjoint.internal.program.Fused.Load;

/**
 * A fused step, block by block: operands are read into registers, arrays that stay in the first-level cache, all loops run on them, and
 * results are written back. Sums are taken block by block and then pairwise, in the order in which a sum by itself adds.
 */
final class FusedTask implements Task {
  private static final int GRAIN = 8;

  private final Fused step;
  private final int number;
  private final int size;
  private final Strided[] grids; // [register] of a value that is repeated
  private final BlockCode code;
  private final TierUp tierUp; // what is done to full blocks when the step has run often

  FusedTask(Fused step, int number, List<TensorType> types) {
    this.step = step;
    this.number = number;
    this.size = step.size();
    this.grids = new Strided[step.registers().size()];
    for (var load : step.loads()) {
      if (load instanceof Load.Repeated(int value, int register)) {
        grids[register] = StridedCopies.repeating(types.get(value).shape(), step.shape());
      }
    }
    this.code = BlockCode.of(step);
    this.tierUp = new TierUp(step, code);
  }

  @Override
  public Fused step() {
    return step;
  }

  /** By which an execution knows its registers. */
  int number() {
    return number;
  }

  TierUp tierUp() {
    return tierUp;
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
    for (int t = 0; t < step.totals().size(); t++) {
      var total = step.totals().get(t);
      Kernels.reductions(step.registers().get(total.register())).foldPieces(Fold.SUM, e.partials(number, t), blocks,
          e.values[total.value()].storage());
    }
  }

  private void run(Execution e, BlockCode code, int part, int first, int last) {
    var block = e.block(number, part);
    for (int i = 0; i < code.loads().size() && first < last; i++) {
      if (code.loads().get(i) instanceof Load.Repeated r && grids[r.register()].isUniform()) {
        load(e, r, block.registers, 0, Math.min(size, Block.SIZE));
      }
    }
    for (int b = first; b < last; b++) {
      int from = b * Block.SIZE;
      block.start = from;
      block.size = Math.min(Block.SIZE, size - from);
      read(e, code, block);
      for (int i = 0; i < code.loops().size(); i++) {
        code.loops().get(i).run(block);
      }
      for (int i = 0; i < code.stores().size(); i++) {
        var store = code.stores().get(i);
        System.arraycopy(block.registers[store.register()], 0, e.values[store.value()].storage(), from, block.size);
      }
      for (int t = 0; t < step.totals().size(); t++) {
        int register = step.totals().get(t).register();
        Kernels.reductions(step.registers().get(register)).foldPiece(Fold.SUM, block.registers[register], block.size,
            e.partials(number, t), b);
      }
    }
  }

  private void read(Execution e, BlockCode code, Block block) {
    var registers = block.registers;
    for (int i = 0; i < code.loads().size(); i++) {
      switch (code.loads().get(i)) {
        case Load.Dense d when size <= Block.SIZE -> registers[d.register()] = e.values[d.value()].storage();
        case Load.Dense d ->
          System.arraycopy(e.values[d.value()].storage(), block.start, registers[d.register()], 0, block.size);
        case Load.Repeated r when grids[r.register()].isUniform() -> {
          // read before the first block
        }
        case Load.Repeated r -> load(e, r, registers, block.start, block.size);
        case Load.Literal _ -> {
          // filled when the execution was made
        }
      }
    }
  }

  private void load(Execution e, Load.Repeated r, Object[] registers, int from, int n) {
    var x = e.values[r.value()];
    Kernels.movements(x.dtype()).gather(x.storage(), grids[r.register()], from, from + n, registers[r.register()], 0);
  }

  @Override
  public String describe() {
    long loops = tierUp.loops();
    return step.describe(loops == 0 ? "" : loops == 1 ? " in 1 vector loop" : " in " + loops + " vector loops");
  }
}
