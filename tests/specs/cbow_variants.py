"""Honest notebooks for assignment 4, each written another way; every one of them is right.

Told as the cells that matter: what a course's notebook has around them is in the sample of `submissions/otto`.
"""

HEAD = """
import math, random, collections
from collections import Counter
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset
"""

WINDOWS = """
def get_tokenized_dataset(dataset, verbose=False):
    rows = []
    for tokens in dataset:
        ids = [stoi[t] for t in tokens]
        for i in range(1, len(ids) - 1):
            rows.append([ids[i - 1], ids[i + 1], ids[i]])
    return rows
"""

MODEL = """
class CBOWNegativeSampling(nn.Module):
    def __init__(self, vocab_size, embed_dim):
        super().__init__()
        self.A = nn.Embedding(vocab_size, embed_dim)
        self.B = nn.Embedding(vocab_size, embed_dim)

    def forward(self, x):
        return (self.A(x[:, :2]).mean(1) * self.B(x[:, 2])).sum(-1)
"""

TRAIN = """
K = 4

def train(dataloader, model, optimizer, epoch):
    for x in dataloader:
        n = x.shape[0]
        drawn = x.repeat_interleave(K, dim=0)
        drawn[:, 2] = torch.multinomial(noise, n * K, replacement=True)
        optimizer.zero_grad()
        loss = -(F.logsigmoid(model(x)) + F.logsigmoid(-model(drawn)).reshape(n, K).sum(1)).mean()
        loss.backward()
        optimizer.step()
"""

NEAREST = """
def validate_embeddings(model, valid_ids, itos):
    E = F.normalize(model.A.weight.detach(), dim=1)
    for i in valid_ids:
        top = torch.topk(E @ E[i], 11).indices.tolist()[1:]
        print(itos[i], "->", [itos[j] for j in top])
"""

DATA = """
ds = load_dataset("ag_news", split="train")
sentences = [row["text"].lower().split() for row in ds]
counter = Counter(w for s in sentences for w in s)
itos = [w for w, _ in counter.most_common()]
stoi = {w: i for i, w in enumerate(itos)}
counts = torch.tensor([counter[w] for w in itos], dtype=torch.float)
noise = counts ** 0.75
noise /= noise.sum()
"""

LOADS = "from datasets import load_dataset\n"

NUMPY_NOISE = """
K = 4
EPS = 1e-10

def train(dataloader, model, optimizer, epoch):
    total_loss, steps = 0.0, 0
    for idx, x_batch in enumerate(dataloader):
        batch_size = len(x_batch)
        optimizer.zero_grad()
        pos_logits = model(x_batch)
        neg = np.random.choice(vocab_size, size=(batch_size, K), p=neg_dist)
        neg = torch.LongTensor(neg)
        context = x_batch[:, :2].unsqueeze(1).expand(-1, K, -1)
        neg_x = torch.cat([context, neg.unsqueeze(-1)], dim=-1).reshape(-1, 3)
        neg_logits = model(neg_x).reshape(batch_size, K)
        pos_loss = -torch.log(torch.sigmoid(pos_logits) + EPS)
        neg_loss = -torch.sum(torch.log(1 - torch.sigmoid(neg_logits) + EPS), dim=1)
        loss = torch.mean(pos_loss + neg_loss)
        loss.backward()
        optimizer.step()
        total_loss += loss.item()
        steps += 1
    return total_loss / steps
"""

NUMPY_DATA = """
ds = load_dataset("ag_news", split="train")
word_counts = Counter()
for row in ds:
    word_counts.update(row["text"].lower().split())
vocab = sorted(word_counts, key=word_counts.get, reverse=True)
stoi = {w: i for i, w in enumerate(vocab)}
itos = {i: w for w, i in stoi.items()}
vocab_size = len(vocab)
freqs = np.array([word_counts[w] for w in vocab])
neg_dist = freqs ** 0.75 / np.sum(freqs ** 0.75)
"""

IN_FORWARD = """
class CBOWNegativeSampling(nn.Module):
    def __init__(self, vocab_size, embed_dim):
        super().__init__()
        self.A = nn.Embedding(vocab_size, embed_dim)
        self.B = nn.Embedding(vocab_size, embed_dim)

    def forward(self, x):
        context = self.A(x[:, :2]).mean(dim=1)
        positive = torch.bmm(self.B(x[:, 2]).unsqueeze(1), context.unsqueeze(2)).view(-1)
        negatives = torch.multinomial(noise, x.shape[0] * K, replacement=True).view(-1, K)
        negative = torch.bmm(self.B(negatives), context.unsqueeze(2)).squeeze(2)
        return positive, negative

K = 4

def train(dataloader, model, optimizer, epoch):
    model.train()
    for x in dataloader:
        positive, negative = model(x)
        loss = (-F.logsigmoid(positive) - F.logsigmoid(-negative).sum(dim=1)).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""

LOSS_IN_FORWARD = """
class CBOWNegativeSampling(nn.Module):
    def __init__(self, vocab_size, embed_dim):
        super().__init__()
        self.A = nn.Embedding(vocab_size, embed_dim)
        self.B = nn.Embedding(vocab_size, embed_dim)

    def forward(self, x):
        h = self.A(x[:, 0:2]).mean(1)
        neg = torch.multinomial(noise.expand(len(x), -1), num_negatives, replacement=True)
        good = F.logsigmoid((h * self.B(x[:, 2])).sum(1))
        bad = F.logsigmoid(-torch.einsum("nd,nkd->nk", h, self.B(neg))).sum(1)
        return -(good + bad).mean()

num_negatives = 4

def train(dataloader, model, optimizer, epoch):
    running = 0
    for batch in dataloader:
        loss = model(batch)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        running += float(loss)
    print("epoch", epoch, running)
    return running
"""

PAIRS = """
class CBOWNegativeSampling(nn.Module):
    def __init__(self, vocab_size, embed_dim):
        super().__init__()
        self.in_embed = nn.Embedding(vocab_size, embed_dim)
        self.out_embed = nn.Embedding(vocab_size, embed_dim)

    def forward(self, contexts, targets):
        v = torch.mean(self.in_embed(contexts), dim=1, keepdim=True)
        u = self.out_embed(targets)
        if u.dim() == 2:
            u = u.unsqueeze(1)
        return (v * u).sum(-1).squeeze(1)

def sample_negatives(n):
    return torch.multinomial(noise, n * 4, replacement=True).view(n, 4)

def train(dataloader, model, optimizer, epoch):
    for contexts, targets in dataloader:
        negatives = sample_negatives(len(targets))
        pos = model(contexts, targets)
        neg = model(contexts, negatives)
        loss = (F.softplus(-pos) + F.softplus(neg).sum(1)).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

def validate_embeddings(model, valid_ids, itos):
    W = model.in_embed.weight.data
    W = W / W.norm(dim=1, keepdim=True)
    out = {}
    for w in valid_ids:
        sims = W.matmul(W[w])
        sims[w] = -1
        out[itos[w]] = [itos[k] for k in sims.argsort(descending=True)[:10].tolist()]
    return out
"""

TABLE = """
def build_table(size=100000):
    table = []
    total = sum(c ** 0.75 for c in counts)
    for i, c in enumerate(counts):
        table += [i] * int(round(size * float(c) ** 0.75 / float(total)))
    return table

unigram_table = build_table()

def get_negative_samples(centre, k=4):
    found = []
    while len(found) < k:
        w = random.choice(unigram_table)
        if w != centre:
            found.append(w)
    return found

def train(dataloader, model, optimizer, epoch):
    for x in dataloader:
        neg = torch.tensor([get_negative_samples(int(c)) for c in x[:, 2]])
        loss = -F.logsigmoid(model(x))
        for k in range(neg.shape[1]):
            y = x.clone()
            y[:, 2] = neg[:, k]
            loss = loss - F.logsigmoid(-model(y))
        loss = loss.mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""

TORCHTEXT = """
from torchtext.data.utils import get_tokenizer
from torchtext.vocab import build_vocab_from_iterator
from torchtext.datasets import AG_NEWS

tokenizer = get_tokenizer("basic_english")
train_iter = AG_NEWS(split="train")

def yield_tokens(data_iter):
    for _, text in data_iter:
        yield tokenizer(text)

vocab = build_vocab_from_iterator(yield_tokens(train_iter), specials=["<unk>"], min_freq=5)
vocab.set_default_index(vocab["<unk>"])
text_pipeline = lambda x: vocab(tokenizer(x))
word_freq = Counter()
for _, text in AG_NEWS(split="train"):
    word_freq.update(tokenizer(text))
weights = torch.zeros(len(vocab))
for i, w in enumerate(vocab.get_itos()):
    weights[i] = word_freq[w] ** 0.75

def get_tokenized_dataset(dataset, verbose=False):
    x_list = []
    for label, text in dataset:
        processed = torch.tensor(text_pipeline(text), dtype=torch.int64)
        for j in range(1, len(processed) - 1):
            x_list.append(torch.stack([processed[j - 1], processed[j + 1], processed[j]]))
    return x_list

K = 4
loss_fn = nn.BCEWithLogitsLoss(reduction="sum")

def train(dataloader, model, optimizer, epoch):
    model.train()
    for idx, x in enumerate(dataloader):
        n = x.size(0)
        neg = torch.multinomial(weights, n * K, replacement=True).reshape(n * K, 1)
        ctx = x[:, :2].repeat_interleave(K, 0)
        logits = torch.cat([model(x), model(torch.hstack([ctx, neg]))])
        labels = torch.cat([torch.ones(n), torch.zeros(n * K)])
        loss = loss_fn(logits, labels) / n
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 0.1)
        optimizer.step()
"""

OWN_VOCABULARY = """
class Vocab:
    def __init__(self, sentences):
        self.freq = Counter(w for s in sentences for w in s)
        self.itos = [w for w, _ in self.freq.most_common()]
        self.stoi = {w: i for i, w in enumerate(self.itos)}
        f = np.array([self.freq[w] for w in self.itos], dtype=float) ** 0.75
        self.p = f / f.sum()

    def __len__(self):
        return len(self.itos)

    def sample(self, n):
        return torch.from_numpy(np.random.choice(len(self), n, p=self.p))

ds = load_dataset("ag_news", split="train")
vocab = Vocab([row["text"].split() for row in ds])
K = 4

def get_tokenized_dataset(dataset, verbose=False):
    rows = []
    for row in dataset:
        t = [vocab.stoi[w] for w in row["text"].split()]
        rows += [[a, c, b] for a, b, c in zip(t, t[1:], t[2:])]
    return torch.tensor(rows)

def train(dataloader, model, optimizer, epoch):
    for x in dataloader:
        n = len(x)
        y = x.repeat_interleave(K, 0)
        y[:, 2] = vocab.sample(n * K)
        loss = -(F.logsigmoid(model(x)).sum() + F.logsigmoid(-model(y)).sum()) / n
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""

PARAMETERS = """
class CBOWNegativeSampling(nn.Module):
    def __init__(self, vocab_size, embed_dim):
        super(CBOWNegativeSampling, self).__init__()
        self.B = nn.Parameter(torch.randn(vocab_size, embed_dim) * 0.1)
        self.A = nn.Parameter(torch.randn(vocab_size, embed_dim) * 0.1)

    def forward(self, x):
        avg = (self.A[x[:, 0]] + self.A[x[:, 1]]) / 2
        return torch.einsum("ij,ij->i", avg, self.B[x[:, 2]])

def ns_loss(pos, neg):
    return -(torch.sigmoid(pos).log() + (-neg).sigmoid().log().sum(1)).sum()

K = 4

def train(dataloader, model, optimizer, epoch):
    losses = []
    for (x,) in dataloader:
        y = x.unsqueeze(1).repeat(1, K, 1)
        y[:, :, 2] = torch.multinomial(noise, len(x) * K, True).view(-1, K)
        optimizer.zero_grad()
        loss = ns_loss(model(x), model(y.view(-1, 3)).view(-1, K))
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses

def validate_embeddings(model, valid_ids, itos):
    emb = (model.A + model.B).detach().numpy()
    norms = np.linalg.norm(emb, axis=1)
    for i in valid_ids:
        sim = emb @ emb[i] / (norms * norms[i])
        print(f"Nearest to {itos[i]}:")
        for j in np.argsort(-sim)[1:11]:
            print(f"   {itos[j]:15s} {sim[j]:.3f}")
"""

TOY = """
corpus = ["the cat sat on the mat", "the dog sat on the rug", "a cat and a dog ran to the park in the rain today",
          "we saw the small bird fly over the old house by the river"]
tokens = [line.split() for line in corpus]
word_counts = Counter(w for line in tokens for w in line)
vocab = sorted(word_counts)
word2idx = {w: i for i, w in enumerate(vocab)}
idx2word = {i: w for w, i in word2idx.items()}
V = len(vocab)
p = np.array([word_counts[w] ** 0.75 for w in vocab])
p = p / p.sum()

def get_tokenized_dataset(dataset, verbose=False):
    out = []
    for line in dataset:
        ids = [word2idx[w] for w in line.split()]
        for l, c, r in zip(ids[:-2], ids[1:-1], ids[2:]):
            out.append((l, r, c))
    if verbose:
        print(len(out), "rows")
    return out

def draw(n, k=4):
    return torch.as_tensor(np.random.choice(V, size=(n, k), p=p))

def train(dataloader, model, optimizer, epoch):
    for x in dataloader:
        neg = draw(len(x))
        h = model.A(x[:, :2]).mean(1)
        pos = model(x)
        negs = (model.B(neg) * h[:, None]).sum(-1)
        loss = F.softplus(-pos).mean() + F.softplus(negs).sum(1).mean()
        model.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()
"""

DRAWN_BY_THE_LOADER = """
counts = torch.tensor([counter.get(w, 1) for w in itos], dtype=torch.float)
word_distribution = counts ** 0.75
word_distribution /= word_distribution.sum()
generator = np.random.default_rng(1)
shares = word_distribution.numpy().astype("float64"); shares /= shares.sum()
K = 4

def with_negatives(rows):
    drawn = [[row[0], row[1], int(w)] for row in rows for w in generator.choice(len(shares), size=K, p=shares)]
    return torch.LongTensor(rows), torch.LongTensor(drawn)

loader = DataLoader(get_tokenized_dataset(sentences), batch_size=64, shuffle=True, collate_fn=with_negatives)
bce = nn.BCEWithLogitsLoss(reduction="sum")

def train(dataloader, model, optimizer, epoch):
    for step, (x, drawn) in enumerate(dataloader):
        optimizer.zero_grad()
        p, n = model(x), model(drawn)
        loss = (bce(p, torch.ones_like(p)) + bce(n, torch.zeros_like(n))) / len(x)
        loss.backward()
        optimizer.step()
"""

#: What no batch of ours is: it must wait, whatever the training does with it.
OF_AN_UNKNOWN_MAKE = """
def train(dataloader, model, optimizer, epoch):
    for batch in dataloader:
        x = batch["rows"]
        optimizer.zero_grad()
        loss = -(F.logsigmoid(model(x)) + F.logsigmoid(-model(batch["drawn"])).reshape(len(x), 4).sum(1)).mean()
        loss.backward()
        optimizer.step()
"""

#: The name, and the notebook's cells; whatever they are, each check gives the marks or waits for a person.


#: A script whose data are there once `prepare` has been called, which nothing at top level does.
PREPARED = """
noise = torch.tensor([1.0])
vocabulary = None

def prepare(sentences):
    global noise, vocabulary
    vocabulary = Vocabulary(sentences)
    noise = vocabulary.counts() ** 0.75

def get_tokenized_dataset(dataset, verbose=False):
    rows = []
    for tokens in dataset:
        ids = vocabulary.encode(tokens)
        rows += [[ids[i - 1], ids[i + 1], ids[i]] for i in range(1, len(ids) - 1)]
    return rows

class Vocabulary:
    def __init__(self, sentences):
        self.seen = Counter(word for sentence in sentences for word in sentence)
        self.rows = {word: row for row, word in enumerate(self.seen)}

    def encode(self, words):
        return [self.rows[word] for word in words]

    def counts(self):
        return torch.tensor(list(self.seen.values()), dtype=torch.float)
"""

SHORT_NAMES = """
ds = load_dataset("wikitext", split="train")
cnt = Counter()
for d in ds:
    for w in d["text"].split():
        cnt[w] += 1
words = [w for w, n in cnt.most_common(9000)]
stoi = {w: i for i, w in enumerate(words)}
p = np.array([cnt[w] for w in words], dtype=float) ** 0.75
p /= p.sum()
noise = torch.from_numpy(p)
"""


NOTEBOOKS: dict[str, list[str]] = {
    "plain": [HEAD + LOADS, DATA, WINDOWS, MODEL, TRAIN, NEAREST],
    "definitions before the data": [HEAD + LOADS, WINDOWS, MODEL, TRAIN, NEAREST, DATA],
    "numpy's noise, an epsilon in the logarithm": [HEAD + LOADS, NUMPY_DATA, WINDOWS, MODEL, NUMPY_NOISE, NEAREST],
    "negatives within forward": [HEAD + LOADS, DATA, WINDOWS, IN_FORWARD, NEAREST],
    "the loss within forward": [HEAD + LOADS, DATA, WINDOWS, LOSS_IN_FORWARD, NEAREST],
    "contexts and targets apart": [HEAD + LOADS, DATA, WINDOWS, PAIRS],
    "a table of words, the target redrawn": [HEAD + LOADS, DATA, WINDOWS, MODEL, TABLE, NEAREST],
    "torchtext, one loss for all, clipped": [HEAD, TORCHTEXT, MODEL, NEAREST],
    "a vocabulary class of their own": [HEAD + LOADS, OWN_VOCABULARY, MODEL, NEAREST],
    "parameters, summed loss": [HEAD + LOADS, DATA, WINDOWS, PARAMETERS],
    "negatives drawn by the loader": [HEAD + LOADS, DATA, WINDOWS, MODEL, DRAWN_BY_THE_LOADER, NEAREST],
    "batches of another make": [HEAD + LOADS, DATA, WINDOWS, MODEL, OF_AN_UNKNOWN_MAKE, NEAREST],
    "a toy corpus": [HEAD, TOY, MODEL, NEAREST],
    "a noise that a function sets": [HEAD, PREPARED, MODEL, TRAIN, NEAREST],
    "short names": [HEAD + LOADS, SHORT_NAMES, WINDOWS, MODEL, TRAIN, NEAREST],
}
