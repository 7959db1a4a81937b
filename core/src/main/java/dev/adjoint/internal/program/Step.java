package dev.adjoint.internal.program;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.adjoint.Op;
import dev.adjoint.array.StridedCopies;
import dev.adjoint.internal.kernel.Gemm;
import dev.adjoint.op.LinearAlgebra.Matmul;

/** What a program does in one go: from values that are there to new ones. Values are numbered. */
sealed interface Step permits Step.Call, Step.CallMulti, Step.Multiply, Step.Commit, Fused {

  /** Computes. */
  void run(Execution e);

  /** The values read. */
  List<Integer> reads();

  /** The values written. */
  List<Integer> writes();

  /** The values read where a result of their size may lie, if nobody else reads them afterwards. */
  default Set<Integer> replaceable() {
    return Set.of();
  }

  /** What {@code explain()} says of it. */
  String describe();

  /** Any operation, by its own computation. */
  record Call(Op op, List<Integer> reads, int y) implements Step {
    @Override
    public void run(Execution e) {
      var out = e.values[y];
      switch (op) {
        case Op.Unary u -> u.compute(e.values[reads.getFirst()], out);
        case Op.Binary b -> b.compute(e.values[reads.getFirst()], e.values[reads.get(1)], out);
        case Op.Nary n -> n.compute(reads.stream().map(i -> e.values[i]).toList(), out);
        case Op.Leaf _,Op.Multi _,Op.Result _ -> throw new AssertionError(op);
      }
    }

    @Override
    public List<Integer> writes() {
      return List.of(y);
    }

    @Override
    public String describe() {
      return op.name();
    }
  }

  /**
   * An operation of several results.
   *
   * @param writes its results; those that nobody reads too
   */
  record CallMulti(Op.Multi op, List<Integer> reads, List<Integer> writes) implements Step {
    @Override
    public void run(Execution e) {
      op.compute(reads.stream().map(i -> e.values[i]).toList(), writes.stream().map(i -> e.values[i]).toList());
    }

    @Override
    public String describe() {
      return op.name();
    }
  }

  /**
   * Y = op(A)·op(B) or Y = op(A)·op(B) + C for matrices, transposed by flags.
   *
   * @param c added to the product; Y mostly takes its place
   */
  record Multiply(boolean transposeA, boolean transposeB, int m, int n, int k, int a, int b, Optional<Integer> c, int y)
      implements
        Step {
    @Override
    public void run(Execution e) {
      var out = e.values[y];
      int beta = c.isPresent() ? 1 : 0;
      if (c.isPresent() && !e.values[c.get()].shares(out)) {
        StridedCopies.copy(e.values[c.get()], out);
      }
      switch (out.dtype()) {
        case FLOAT64 -> Gemm.get().multiply(transposeA, transposeB, m, n, k, e.values[a].doubles(), 0,
            e.values[b].doubles(), 0, beta, out.doubles(), 0);
        case FLOAT32 -> Gemm.get().multiply(transposeA, transposeB, m, n, k, e.values[a].floats(), 0,
            e.values[b].floats(), 0, beta, out.floats(), 0);
        case INT32, BOOL -> throw new AssertionError(out.dtype());
      }
    }

    @Override
    public List<Integer> reads() {
      return c.isPresent() ? List.of(a, b, c.get()) : List.of(a, b);
    }

    @Override
    public List<Integer> writes() {
      return List.of(y);
    }

    @Override
    public Set<Integer> replaceable() {
      return c.map(Set::of).orElse(Set.of());
    }

    @Override
    public String describe() {
      return "%s [%d, %d]%s · [%d, %d]%s%s".formatted(new Matmul().name(), transposeA ? k : m, transposeA ? m : k,
          transposeA ? "ᵀ" : "", transposeB ? n : k, transposeB ? k : n, transposeB ? "ᵀ" : "",
          c.isPresent() ? " added to what is there" : "");
    }
  }

  /** The next value of a state slot, from where it was computed to where it stays. */
  record Commit(int from, int state) implements Step {
    @Override
    public void run(Execution e) {
      StridedCopies.copy(e.values[from], e.values[state]);
    }

    @Override
    public List<Integer> reads() {
      return List.of(from);
    }

    @Override
    public List<Integer> writes() {
      return List.of();
    }

    @Override
    public String describe() {
      return "copy to state " + state;
    }
  }
}
