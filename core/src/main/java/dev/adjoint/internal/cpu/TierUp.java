package dev.adjoint.internal.cpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.DType;
import dev.adjoint.internal.Kernels;
import dev.adjoint.internal.kernel.Block;
import dev.adjoint.internal.kernel.BlockLoop;
import dev.adjoint.internal.kernel.VectorLoop;
import dev.adjoint.internal.program.Fused;
import dev.adjoint.internal.program.Instruction;

/**
 * The code of a fused step, rewritten when the step has run often: operations in a row become one {@link VectorLoop}. A fresh loop
 * is slow until the compiler has seen it, so it is run on scratch arrays, by a thread of its own, until it is faster than what it is to
 * replace; one that is not soon is tried again later. The results have the same bits either way. With {@code -Dadjoint.loops=now} loops are
 * written when the program is made, and with {@code never} they are not.
 */
final class TierUp {
  private static final String WHEN = System.getProperty("adjoint.loops", "often");
  /** Full blocks that a step computes before its loops are written. */
  private static final int WORTH_IT = 2_000;
  /** After a try in vain, when perhaps the machine was busy, the next comes after so many times as many blocks. */
  private static final int LATER = 8;

  /** How long a loop may be, by {@link VectorLoop#length}: three or four functions. The compiler takes its time for longer ones. */
  private static final int LONGEST = 200;
  /** How long to wait for the compiler, in ns. */
  private static final long PATIENCE = 3_000_000_000L;
  private static final int ROUNDS = 20;
  private static final int BLOCKS_IN_A_ROUND = 50;

  private final Fused step;
  private final BlockCode code;
  /** The values that the loops read and write where they are, by the place at which an execution shows them. */
  private final List<Integer> values = new ArrayList<>();
  private final AtomicLong blocks = new AtomicLong();
  private final DType type;
  private final AtomicBoolean isTrying = new AtomicBoolean();
  private volatile long limit = WORTH_IT;
  private volatile BlockCode current;

  TierUp(Fused step, BlockCode code) {
    this.step = step;
    this.code = code;
    this.type = step.registers().contains(DType.FLOAT64) ? DType.FLOAT64 : DType.FLOAT32;
    denseLoads(code).forEach(load -> values.add(load.value()));
    code.stores().forEach(store -> values.add(store.value()));
    this.current = WHEN.equals("now") && VectorLoop.isAvailable() ? faster() : code;
  }

  /** The values that a block shows whole. */
  List<Integer> values() {
    return values;
  }

  /** The code for a run over so many full blocks. */
  BlockCode after(int full) {
    if (blocks.get() < limit && blocks.addAndGet(full) >= limit && WHEN.equals("often") && VectorLoop.isAvailable()
        && isTrying.compareAndSet(false, true)) {
      Thread.startVirtualThread(this::tryFaster);
    }
    return current;
  }

  /** How many loops there are by now. */
  long loops() {
    return current.loops().stream().filter(VectorLoop.class::isInstance).count();
  }

  private void tryFaster() {
    var block = scratch();
    long toBeat = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      toBeat = Math.min(toBeat, time(code, block));
    }
    var faster = faster();
    long deadline = System.nanoTime() + PATIENCE;
    int wins = 0;
    while (wins < ROUNDS && System.nanoTime() < deadline) {
      wins = time(faster, block) < toBeat ? wins + 1 : 0;
    }
    if (wins == ROUNDS) {
      current = faster;
    } else {
      limit = Math.multiplyExact(limit, LATER);
    }
    isTrying.set(false);
  }

  private Block scratch() {
    var shown = new ArrayList<Object>();
    denseLoads(code).forEach(load -> shown.add(allocate(load.register())));
    code.stores().forEach(store -> shown.add(allocate(store.register())));
    return new Block(IntStream.range(0, step.registers().size()).mapToObj(this::allocate).toArray(),
        shown.toArray());
  }

  private Object allocate(int register) {
    return Kernels.movements(step.registers().get(register)).allocate(Block.SIZE);
  }

  private static Stream<Fused.Load.Dense> denseLoads(BlockCode code) {
    return code.loads().stream().filter(Fused.Load.Dense.class::isInstance).map(Fused.Load.Dense.class::cast);
  }

  private static long time(BlockCode candidate, Block block) {
    long start = System.nanoTime();
    for (int i = 0; i < BLOCKS_IN_A_ROUND; i++) {
      denseLoads(candidate).forEach(load -> copyBetween(block, load.register()));
      candidate.loops().forEach(loop -> loop.run(block));
      candidate.stores().forEach(store -> copyBetween(block, store.register()));
    }
    return System.nanoTime() - start;
  }

  /** What it takes to read or write a register. */
  private static void copyBetween(Block block, int register) {
    var array = block.registers[register];
    System.arraycopy(array, 0, array, 0, Block.SIZE);
  }

  /** Operations in a row that are a loop, or one that cannot be in any. */
  private record Row(List<Instruction> operations, boolean isLoop) {
    boolean reads(int register) {
      return operations.stream().anyMatch(operation -> operation.inputs().contains(register));
    }

    boolean writes(int register) {
      return operations.stream().anyMatch(operation -> operation.y() == register);
    }
  }

  /** The same code with loops for operations in a row. */
  BlockCode faster() {
    var rows = rows();
    var loops = new ArrayList<BlockLoop>();
    var stores = new ArrayList<>(code.stores());
    for (int r = 0; r < rows.size(); r++) {
      var row = rows.get(r);
      if (row.isLoop) {
        // Only at the very end may results take the place of operands.
        boolean isLast = r == rows.size() - 1;
        var operands = operands(row, rows.subList(r + 1, rows.size()), isLast);
        loops.add(VectorLoop.of(row.operations, operands));
        stores.removeIf(store -> operands.writes().containsKey(store.register()));
      } else {
        loops.add(BlockCode.loop(row.operations.getFirst(), step.registers()));
      }
    }
    var loads = new ArrayList<>(code.loads());
    loads.removeIf(load -> load instanceof Fused.Load.Dense && rows.stream().filter(row -> !row.isLoop)
        .noneMatch(row -> row.operations.getFirst().inputs().contains(load.register())));
    return new BlockCode(List.copyOf(loads), List.copyOf(loops), List.copyOf(stores));
  }

  private List<Row> rows() {
    var rows = new ArrayList<Row>();
    var row = new ArrayList<Instruction>();
    int length = 0;
    for (var operation : step.instructions()) {
      boolean fits = length + VectorLoop.length(operation) <= LONGEST;
      if (!row.isEmpty() && !(fits && isSupported(operation))) {
        rows.add(new Row(List.copyOf(row), true));
        row.clear();
        length = 0;
      }
      if (isSupported(operation)) {
        row.add(operation);
        length += VectorLoop.length(operation);
      } else {
        rows.add(new Row(List.of(operation), false));
      }
    }
    if (!row.isEmpty()) {
      rows.add(new Row(List.copyOf(row), true));
    }
    return rows;
  }

  /** Whether a loop can run it: all numbers in a loop are of one type. */
  private boolean isSupported(Instruction operation) {
    return VectorLoop.canHave(operation) && Stream
        .concat(operation.inputs().stream(), Stream.of(operation.y())).map(step.registers()::get)
        .allMatch(dtype -> dtype == DType.BOOL || dtype == type);
  }

  private VectorLoop.Operands operands(Row row, List<Row> later, boolean isLast) {
    var masks = new HashSet<Integer>();
    var literals = new HashMap<Integer, Double>();
    var reads = new HashMap<Integer, Integer>();
    var writes = new HashMap<Integer, Integer>();
    var kept = new HashSet<Integer>();
    for (int r = 0; r < step.registers().size(); r++) {
      if (step.registers().get(r) == DType.BOOL) {
        masks.add(r);
      }
      if (row.writes(r) && isReadBeforeWritten(r, later)) {
        kept.add(r);
      }
    }
    for (var load : code.loads()) {
      switch (load) {
        case Fused.Load.Literal(double number, int r) when row.reads(r) -> literals.put(r, number);
        case Fused.Load.Dense(int value, int r) when row.reads(r) -> reads.put(r, values.indexOf(value));
        case Fused.Load.Literal _,Fused.Load.Dense _,Fused.Load.Repeated _ -> {
          // not read here, or from the array of the register
        }
      }
    }
    for (var store : code.stores()) {
      if (row.writes(store.register())) {
        if (isLast) {
          writes.put(store.register(), values.lastIndexOf(store.value()));
        } else {
          kept.add(store.register());
        }
      }
    }
    step.totals().stream().map(Fused.Total::register).filter(row::writes).forEach(kept::add);
    return new VectorLoop.Operands(type == DType.FLOAT64 ? double[].class : float[].class, masks, literals, reads,
        writes,
        kept);
  }

  private static boolean isReadBeforeWritten(int register, List<Row> rows) {
    for (var row : rows) {
      for (var operation : row.operations) {
        if (operation.inputs().contains(register)) {
          return true;
        }
        if (operation.y() == register) {
          return false;
        }
      }
    }
    return false;
  }
}
