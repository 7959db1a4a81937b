package dev.adjoint.internal.cpu;

import java.util.List;

import dev.adjoint.Op;
import dev.adjoint.TensorType;
import dev.adjoint.array.StridedCopies;
import dev.adjoint.internal.kernel.Gemm;
import dev.adjoint.internal.program.Fused;
import dev.adjoint.internal.program.Step;

/** A step bound to what computes it. */
sealed interface Task permits Task.Call, Task.CallMulti, Task.Multiply, Task.Commit, FusedTask {

  /** Binds a step of a number to what computes it. */
  static Task of(Step step, int number, List<TensorType> types) {
    return switch (step) {
      case Step.Call call -> new Call(call);
      case Step.CallMulti call -> new CallMulti(call);
      case Step.Multiply multiply -> new Multiply(multiply);
      case Step.Commit commit -> new Commit(commit);
      case Fused fused -> new FusedTask(fused, number, types);
    };
  }

  /** Computes. */
  void run(Execution e);

  /** What is bound. */
  Step step();

  /** What it does and how. */
  default String describe() {
    return step().describe();
  }

  /** An operation computes by itself. */
  record Call(Step.Call step) implements Task {
    @Override
    public void run(Execution e) {
      var reads = step.reads();
      var out = e.values[step.y()];
      switch (step.op()) {
        case Op.Unary u -> u.compute(e.values[reads.getFirst()], out);
        case Op.Binary b -> b.compute(e.values[reads.getFirst()], e.values[reads.get(1)], out);
        case Op.Nary n -> n.compute(e.valuesOf(reads), out);
        case Op.Leaf _,Op.Multi _,Op.Result _ -> throw new AssertionError(step.op());
      }
    }
  }

  /** An operation of several results computes by itself. */
  record CallMulti(Step.CallMulti step) implements Task {
    @Override
    public void run(Execution e) {
      step.op().compute(e.valuesOf(step.reads()), e.valuesOf(step.writes()));
    }
  }

  /** A product of matrices, by the library. */
  record Multiply(Step.Multiply step) implements Task {
    @Override
    public void run(Execution e) {
      var a = e.values[step.a()];
      var b = e.values[step.b()];
      var out = e.values[step.y()];
      int beta = step.c().isPresent() ? 1 : 0;
      if (step.c().isPresent() && !e.values[step.c().get()].shares(out)) {
        StridedCopies.copy(e.values[step.c().get()], out);
      }
      switch (out.dtype()) {
        case FLOAT64 -> Gemm.get().multiply(step.transposeA(), step.transposeB(), step.m(), step.n(), step.k(),
            a.doubles(), 0, b.doubles(), 0, beta, out.doubles(), 0);
        case FLOAT32 -> Gemm.get().multiply(step.transposeA(), step.transposeB(), step.m(), step.n(), step.k(),
            a.floats(), 0, b.floats(), 0, beta, out.floats(), 0);
        case INT32, BOOL -> throw new AssertionError(out.dtype());
      }
    }
  }

  /** A next state goes where it stays. */
  record Commit(Step.Commit step) implements Task {
    @Override
    public void run(Execution e) {
      StridedCopies.copy(e.values[step.from()], e.values[step.state()]);
    }
  }
}
