//! The arc-hybrid transition system: how a tree is built word by word.

/// A step of the parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Action {
    /// The next word goes on the stack.
    Shift,
    /// The top of the stack depends on the next word.
    Left,
    /// The top of the stack depends on what lies under it.
    Right,
}

impl Action {
    /// All steps, by number.
    pub const ALL: [Self; 3] = [Self::Shift, Self::Left, Self::Right];
}

/// A tree in the making. Word 0 is the root above the sentence; words count from 1.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Words that wait for their head, the root at the bottom.
    pub stack: Vec<u32>,
    /// The next word.
    pub next: u32,
    /// One past the last word.
    pub end: u32,
    /// The head of each word so far.
    pub heads: Vec<u32>,
    /// The outermost and the second child on the left of each word, 0 where there is none.
    pub left: Vec<[u32; 2]>,
    /// The same on the right.
    pub right: Vec<[u32; 2]>,
    /// How many children each word has, left and right.
    pub valency: Vec<[u8; 2]>,
}

impl State {
    /// Starts over with a sentence of this many words.
    pub fn start(&mut self, words: usize) {
        self.stack.clear();
        self.stack.push(0);
        self.next = 1;
        self.end = words as u32 + 1;
        self.heads.clear();
        self.heads.resize(words + 1, 0);
        self.left.clear();
        self.left.resize(words + 1, [0; 2]);
        self.right.clear();
        self.right.resize(words + 1, [0; 2]);
        self.valency.clear();
        self.valency.resize(words + 1, [0; 2]);
    }

    /// The `n`-th word of the stack from the top, `None` where there is none.
    #[inline]
    pub fn top(&self, n: usize) -> Option<u32> {
        let at = self.stack.len().checked_sub(n + 1)?;
        self.stack.get(at).copied()
    }

    /// Whether the tree is complete.
    pub fn done(&self) -> bool {
        self.next == self.end && self.stack.len() == 1
    }

    /// Whether the step is possible: the sentence has one root, attached last.
    #[inline]
    pub fn allows(&self, action: Action) -> bool {
        match action {
            Action::Shift => self.next < self.end,
            Action::Left => self.next < self.end && self.stack.len() > 1,
            Action::Right => {
                self.stack.len() > 2 || (self.stack.len() == 2 && self.next == self.end)
            }
        }
    }

    /// Takes an allowed step.
    pub fn apply(&mut self, action: Action) {
        match action {
            Action::Shift => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Action::Left => {
                if let Some(child) = self.stack.pop() {
                    self.attach(self.next, child);
                }
            }
            Action::Right => {
                if let (Some(child), Some(head)) = (self.stack.pop(), self.top(0)) {
                    self.attach(head, child);
                }
            }
        }
    }

    fn attach(&mut self, head: u32, child: u32) {
        let (h, c) = (head as usize, child as usize);
        self.heads[c] = head;
        let side = usize::from(child > head);
        let children = if side == 0 {
            &mut self.left
        } else {
            &mut self.right
        };
        children[h] = [child, children[h][0]];
        self.valency[h][side] = self.valency[h][side].saturating_add(1);
    }

    /// How many arcs of the gold tree each step makes unreachable.
    pub fn costs(&self, gold: &[u32]) -> [u32; 3] {
        let Some(top) = self.top(0) else {
            return [0; 3];
        };
        let waiting = self.next..self.end;
        let head = gold[top as usize];
        let children = waiting.clone().filter(|&w| gold[w as usize] == top).count() as u32;
        let under = self.top(1);
        let lost = |head_lost: bool| {
            if top == 0 {
                0
            } else {
                children + u32::from(head_lost)
            }
        };
        let left = lost(Some(head) == under || (head != self.next && waiting.contains(&head)));
        let right = lost(waiting.contains(&head));
        let mut shift = 0;
        if self.next < self.end {
            let next = self.next;
            let below = &self.stack[..self.stack.len() - 1];
            shift += u32::from(below.contains(&gold[next as usize]) && gold[next as usize] != top);
            let lost = self
                .stack
                .iter()
                .filter(|&&w| w != 0 && gold[w as usize] == next);
            shift += lost.count() as u32;
        }
        [shift, left, right]
    }
}
