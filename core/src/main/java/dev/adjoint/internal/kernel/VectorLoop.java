package dev.adjoint.internal.kernel;

import java.util.List;
import java.util.Set;

import dev.adjoint.internal.program.Instruction;

/**
 * Several operations in one loop, for full blocks: what one of them computes goes to the next in a register of the machine, as many
 * elements at a time as it holds. The same bits as the operations one after the other.
 */
public record VectorLoop(Body body) implements BlockLoop {

  /** What was written for the operations. */
  interface Body {
    void run(Object[] registers, Object[] values, int start);
  }

  /**
   * Where the operands of the operations are, and where the results go.
   *
   * @param type {@code double[].class} or {@code float[].class}
   * @param masks the registers of truth values; all others are of the type
   * @param literals registers that are a number
   * @param reads registers to be read from whole values, by their place in {@link Block#values}
   * @param writes registers to be written to whole values, by their place
   * @param kept registers to be written to their arrays
   */
  public record Operands(Class<?> type, Set<Integer> masks, java.util.Map<Integer, Double> literals,
      java.util.Map<Integer, Integer> reads,
      java.util.Map<Integer, Integer> writes, Set<Integer> kept) {
  }

  /** Whether loops over vectors can be written on this machine. */
  public static boolean isAvailable() {
    return VectorMathChoice.hasVectors();
  }

  /** Whether an operation can be in a loop. */
  public static boolean canHave(Instruction operation) {
    return VectorLoopWriter.isVectorised(operation);
  }

  /** How long an operation makes a loop: how many methods of the Vector API it calls, for each element type about as many. */
  public static int length(Instruction operation) {
    return VectorLoopWriter.function(operation).map(name -> Inliner.DOUBLES.length(DoubleVectorMath.class, name))
        .orElse(1);
  }

  /** Writes the loop. */
  public static VectorLoop of(List<Instruction> operations, Operands operands) {
    return new VectorLoop(new VectorLoopWriter(operations, operands).write());
  }

  @Override
  public void run(Block block) {
    body.run(block.registers, block.values, block.start);
  }
}
