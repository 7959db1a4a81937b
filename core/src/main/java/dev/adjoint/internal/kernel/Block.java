package dev.adjoint.internal.kernel;

/** The elements that a fused loop works on at a time, few enough to stay in the first-level cache. */
public final class Block {
  /** Elements in a full block: what a sum adds in one go. */
  public static final int SIZE = Reductions.PIECE;

  /** Arrays that hold one block. */
  public final Object[] registers;
  /** Arrays that hold whole values, of which this block is the part from {@link #start} on. */
  public final Object[] values;
  /** The first element. */
  public int start;
  /** How many elements: fewer in the last block. */
  public int size = SIZE;

  /** A block with these arrays. */
  public Block(Object[] registers, Object[] values) {
    this.registers = registers;
    this.values = values;
  }
}
