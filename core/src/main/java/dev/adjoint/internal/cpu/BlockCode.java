package dev.adjoint.internal.cpu;

import java.util.List;

import dev.adjoint.DType;
import dev.adjoint.internal.Kernels;
import dev.adjoint.internal.kernel.BlockLoop;
import dev.adjoint.internal.program.Fused;
import dev.adjoint.internal.program.Instruction;

/** What is done to a block of a fused step: operands are read, loops run, results are written. */
record BlockCode(List<Fused.Load> loads, List<BlockLoop> loops, List<Fused.Store> stores) {

  /** A loop for each instruction. */
  static BlockCode of(Fused step) {
    return new BlockCode(step.loads(),
        step.instructions().stream().map(instruction -> loop(instruction, step.registers())).toList(), step.stores());
  }

  /** The loop of an instruction on registers of these element types. */
  static BlockLoop loop(Instruction instruction, List<DType> registers) {
    var dtype = registers.get(instruction.inputs().getLast());
    return switch (instruction) {
      case Instruction.Map(var f, int x, int y) -> {
        var kernel = Kernels.functions(dtype);
        yield b -> kernel.map(f, b.registers[x], b.registers[y], 0, b.size);
      }
      case Instruction.Zip(var f, int a, int b, int y) -> {
        var kernel = Kernels.functions(dtype);
        yield block -> kernel.zip(f, block.registers[a], block.registers[b], block.registers[y], 0, block.size);
      }
      case Instruction.Compare(var relation, int a, int b, int y) -> {
        var kernel = Kernels.comparisons(dtype);
        yield block -> kernel.compare(relation, block.registers[a], block.registers[b], (boolean[]) block.registers[y],
            0, block.size);
      }
      case Instruction.Select(int c, int a, int b, int y) -> {
        var kernel = Kernels.movements(dtype);
        yield block -> kernel.select((boolean[]) block.registers[c], block.registers[a], block.registers[b],
            block.registers[y], 0, block.size);
      }
    };
  }
}
