import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist';
import worker from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { useEffect, useRef, useState } from 'react';

import { useText } from '../../i18n';
import css from './Viewer.module.css';

GlobalWorkerOptions.workerSrc = worker;

/** Width of a page, in pixels of the page. */
const WIDTH = 820;

/** The pages of a PDF below each other; each is painted when it comes into sight. */
export default function PdfPages({ url }: { url: string }) {
  const t = useText();
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const task = getDocument({ url, withCredentials: true });
    task.promise.then(setPdf, () => setFailed(true));
    return () => void task.destroy();
  }, [url]);
  if (failed) return <p role="alert">{t('file.broken')}</p>;
  if (!pdf) return <span role="status">{t('app.loading')}</span>;
  return (
    <div className={css.pages} tabIndex={0} role="document" aria-label={t('file.pages', { count: pdf.numPages })}>
      {Array.from({ length: pdf.numPages }, (_, index) => (
        <Page key={index} pdf={pdf} number={index + 1} />
      ))}
    </div>
  );
}

function Page({ pdf, number }: { pdf: PDFDocumentProxy; number: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const target = canvas.current;
    if (!target) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return;
      observer.disconnect();
      void paint(pdf, number, target);
    });
    observer.observe(target);
    return () => observer.disconnect();
  }, [pdf, number]);
  return <canvas ref={canvas} width={WIDTH} height={WIDTH * 1.4} />;
}

async function paint(pdf: PDFDocumentProxy, number: number, canvas: HTMLCanvasElement): Promise<void> {
  const page = await pdf.getPage(number);
  const density = window.devicePixelRatio;
  const viewport = page.getViewport({ scale: (WIDTH / page.getViewport({ scale: 1 }).width) * density });
  canvas.width = viewport.width;
  canvas.height = viewport.height;
  canvas.style.width = `${viewport.width / density}px`;
  await page.render({ canvas, viewport }).promise;
  canvas.dataset.painted = 'yes';
}
